package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code filter}: the condition for the events to keep. */
final class FilterSection {
  private final KnownFields known;

  FilterSection(KnownFields known) {
    this.known = known;
  }

  @Nullable Expression read(YamlNode node) {
    YamlMap filter = node.map("keep");
    YamlNode keep = filter == null ? null : filter.required("keep");
    return keep == null ? null : known.condition(keep, true);
  }
}
