package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code validate}: checks that a record must pass in addition to its roles. */
final class ValidateSection {
  private final KnownFields known;
  private final Path folder;
  private final List<ValidationCheck> checks = new ArrayList<>();

  ValidateSection(KnownFields known, Path folder) {
    this.known = known;
    this.folder = folder;
  }

  List<ValidationCheck> read(YamlNode node) {
    YamlMap validate = node.map("required", "allowed", "range", "schema");
    if (validate != null) {
      validate.entries().forEach(this::readKind);
    }
    return checks;
  }

  private void readKind(String kind, YamlNode node) {
    switch (kind) {
      case "required" ->
          FieldReader.readAll(node)
              .forEach(field -> add(field, new ValidationCheck.Required(field), node));
      case "allowed" -> eachField(node, this::allowed);
      case "range" -> eachField(node, this::range);
      default -> {
        ValidationCheck.Schema schema = SchemaFile.read(node, folder);
        if (schema != null) {
          checks.add(schema);
        }
      }
    }
  }

  private interface Reading {
    @Nullable ValidationCheck read(FieldPath field, YamlNode node);
  }

  private void eachField(YamlNode node, Reading reading) {
    YamlMap fields = node.map();
    if (fields == null) {
      return;
    }
    for (Map.Entry<String, YamlNode> entry : fields.entries().entrySet()) {
      FieldPath field = FieldReader.of(entry.getKey(), entry.getValue());
      ValidationCheck check = field == null ? null : reading.read(field, entry.getValue());
      if (field != null && check != null) {
        add(field, check, entry.getValue());
      }
    }
  }

  private void add(FieldPath field, ValidationCheck check, YamlNode node) {
    known.add(field, node);
    checks.add(check);
  }

  private @Nullable ValidationCheck allowed(FieldPath field, YamlNode node) {
    known.add(field, node);
    List<String> values = new ArrayList<>();
    for (YamlNode item : node.items()) {
      String json = Literals.json(item);
      if (json != null) {
        values.add(json);
      }
    }
    if (node.items().isEmpty()) {
      node.fault("must have at least one value");
    }
    return new ValidationCheck.Allowed(field, values);
  }

  private @Nullable ValidationCheck range(FieldPath field, YamlNode node) {
    known.add(field, node);
    YamlMap bounds = node.map("min", "max");
    if (bounds == null) {
      return null;
    }
    YamlNode minNode = bounds.get("min");
    YamlNode maxNode = bounds.get("max");
    if (bounds.entries().isEmpty()) {
      node.fault("must have a min, a max or both");
    }
    BigDecimal min = minNode == null ? null : Literals.number(minNode);
    BigDecimal max = maxNode == null ? null : Literals.number(maxNode);
    if (min != null && max != null && min.compareTo(max) > 0) {
      node.fault("the range is empty: min is above max");
    }
    return new ValidationCheck.Range(field, min, max);
  }
}
