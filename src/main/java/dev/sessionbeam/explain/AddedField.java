package dev.sessionbeam.explain;

import dev.sessionbeam.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A field of {@code enrich} and what it is for a record.
 *
 * @param name the field
 * @param expression its expression
 * @param value null if the expression has no value: then the event has no such field
 * @param why why it has no value, for a person; null if it has one
 */
public record AddedField(
    String name, String expression, @Nullable JsonValue value, @Nullable String why) {}
