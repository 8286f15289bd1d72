package dev.sessionbeam.definition;

import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that events have in the output, as far as the definition names them. Readers take a
 * partition for a field, and many of them ignore case. So two equal names hide a field.
 */
final class OutputNames {
  private final Map<String, YamlNode> declared = new LinkedHashMap<>();

  /** Adds a field that the definition names; in the output, its outermost name counts. */
  void add(FieldPath field, YamlNode node) {
    declared.putIfAbsent(field.head(), node);
  }

  /** Removes a field that a rule removes from every record. */
  void remove(FieldPath field) {
    if (field.isTopLevel()) {
      declared.remove(field.head());
    }
  }

  /** Returns the node that names a field first; null if the definition does not name the field. */
  @Nullable YamlNode nodeOf(FieldPath field) {
    return declared.get(field.head());
  }

  /** Notes a fault at each name that is also a partition, or that differs only in case. */
  void check(OutputSettings settings) {
    List<String> earlier = new ArrayList<>();
    declared.forEach(
        (name, node) -> {
          String partition = sameIgnoringCase(name, settings.partitionNames());
          String own = sameIgnoringCase(name, OutputSettings.SESSION_FIELDS);
          String other = sameIgnoringCase(name, earlier);
          if (partition != null) {
            node.fault(
                "'"
                    + name
                    + "' is also the name of a partition of the output, which readers show"
                    + " instead: rename the field, or the partition by output."
                    + settings.settingOf(partition));
          } else if (own != null && !own.equals(name)) {
            node.fault(onlyCase(name, own, "which every event has in the output"));
          } else if (other != null) {
            node.fault(onlyCase(name, other, "which is a field too"));
          }
          earlier.add(name);
        });
  }

  private static String onlyCase(String name, String other, String which) {
    return "'"
        + name
        + "' differs only in case from '"
        + other
        + "', "
        + which
        + ": readers that ignore case show only one of them; rename it";
  }

  private static @Nullable String sameIgnoringCase(String name, List<String> names) {
    return names.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }
}
