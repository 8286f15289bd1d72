package dev.sessionbeam.explain;

import dev.sessionbeam.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A field that a cleaning operation has changed.
 *
 * @param rule the rule's place in the definition, such as {@code clean[0]}
 * @param operation the name of the operation in a definition, such as {@code trim}
 * @param field the path of the field
 * @param before null if there was no such field
 * @param after null if there is no such field any more
 */
public record FieldChange(
    String rule,
    String operation,
    String field,
    @Nullable JsonValue before,
    @Nullable JsonValue after) {}
