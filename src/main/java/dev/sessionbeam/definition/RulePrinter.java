package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints a clean rule as a mapping. The mapping reads as the same rule. */
final class RulePrinter {
  private final Map<String, Map<String, Object>> mappings = new LinkedHashMap<>();
  private final Map<String, List<String>> lists = new LinkedHashMap<>();
  private final Map<String, Object> rule = new LinkedHashMap<>();

  private RulePrinter() {}

  static Map<String, Object> print(CleanRule rule) {
    RulePrinter printer = new RulePrinter();
    if (rule.when() != null) {
      printer.rule.put("when", rule.when().text());
    }
    rule.mends().forEach(printer::add);
    return printer.rule;
  }

  private void add(CleanOperation operation) {
    if (operation instanceof CleanOperation.Set set) {
      add("set", set.field(), set.value().text());
    } else if (operation instanceof CleanOperation.Rename rename) {
      add("rename", rename.from(), rename.to().toString());
    } else if (operation instanceof CleanOperation.Drop drop) {
      add("drop", drop.field());
    } else if (operation instanceof CleanOperation.Trim trim) {
      add("trim", trim.field());
    } else if (operation instanceof CleanOperation.Lower lower) {
      add("lower", lower.field());
    } else if (operation instanceof CleanOperation.Upper upper) {
      add("upper", upper.field());
    } else if (operation instanceof CleanOperation.Replace replace) {
      Map<String, Object> values = new TreeMap<>();
      replace.values().forEach((from, to) -> values.put(from, LiteralPrinter.print(to)));
      add("map", replace.field(), values);
    } else if (operation instanceof CleanOperation.Scale scale) {
      add("scale", scale.field(), scale.factor());
    } else if (operation instanceof CleanOperation.Default value) {
      add("default", value.field(), LiteralPrinter.print(value.json()));
    }
  }

  private void add(String operation, FieldPath field) {
    List<String> fields = lists.computeIfAbsent(operation, name -> new ArrayList<>());
    fields.add(field.toString());
    rule.put(operation, fields);
  }

  private void add(String operation, FieldPath field, Object value) {
    Map<String, Object> changes =
        mappings.computeIfAbsent(operation, name -> new LinkedHashMap<>());
    changes.put(field.toString(), value);
    rule.put(operation, changes);
  }
}
