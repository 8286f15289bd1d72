package dev.sessionbeam.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints checks as a {@code validate} section. The section reads as the same checks. */
final class ChecksPrinter {
  private final Map<String, Object> section = new LinkedHashMap<>();
  private final List<String> required = new ArrayList<>();
  private final Map<String, Object> allowed = new LinkedHashMap<>();
  private final Map<String, Object> ranges = new LinkedHashMap<>();

  private ChecksPrinter() {}

  static Map<String, Object> print(List<ValidationCheck> checks) {
    ChecksPrinter printer = new ChecksPrinter();
    checks.forEach(printer::add);
    return printer.section;
  }

  private void add(ValidationCheck check) {
    if (check instanceof ValidationCheck.Required field) {
      required.add(field.field().toString());
      section.put("required", required);
    } else if (check instanceof ValidationCheck.Allowed field) {
      allowed.put(
          field.field().toString(), field.values().stream().map(LiteralPrinter::print).toList());
      section.put("allowed", allowed);
    } else if (check instanceof ValidationCheck.Range range) {
      ranges.put(range.field().toString(), bounds(range));
      section.put("range", ranges);
    } else if (check instanceof ValidationCheck.Schema schema) {
      section.put("schema", schema.name());
    }
  }

  private static Map<String, Object> bounds(ValidationCheck.Range range) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    put(bounds, "min", range.min());
    put(bounds, "max", range.max());
    return bounds;
  }

  private static void put(Map<String, Object> bounds, String name, @Nullable BigDecimal bound) {
    if (bound != null) {
      bounds.put(name, bound);
    }
  }
}
