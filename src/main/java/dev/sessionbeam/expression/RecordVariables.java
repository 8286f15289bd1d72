package dev.sessionbeam.expression;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression the values of its names, from a record. A value is read only when the
 * expression needs it. A missing field is null.
 */
final class RecordVariables implements CelVariableResolver {
  private static final int LONGEST_WORD = "false".length();

  private final JsonObject fields;
  private final @Nullable Instant instant;
  private final SourceValues source;

  /** The values that take long to read; null if there are none. A macro reads a name many times. */
  private @Nullable Map<String, Object> read;

  RecordVariables(JsonObject fields, @Nullable Instant instant, SourceValues source) {
    this.fields = fields;
    this.instant = instant;
    this.source = source;
  }

  @Override
  public Optional<Object> find(String name) {
    if (name.equals(ExpressionScope.INSTANT) && instant != null) {
      return Optional.of(instant);
    }
    if (SourceValues.isVariable(name)) {
      return source.find(name);
    }
    Object known = read == null ? null : read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.equals(ExpressionScope.THIS)) {
      return Optional.of(read(name, fields.toValue()));
    }
    JsonValue value = fields.get(name);
    return Optional.of(value == null ? NullValue.NULL_VALUE : celValue(name, value));
  }

  private Object celValue(String name, JsonValue value) {
    if (value.isString()) {
      Limits.spend(value.length());
      return String.valueOf(value.asString());
    }
    if (value.isNumber()) {
      Limits.spend(value.length());
      return Numbers.of(value.text());
    }
    if (value.isNull()) {
      return NullValue.NULL_VALUE;
    }
    String word = value.length() <= LONGEST_WORD ? value.text() : "";
    return word.equals("true") || word.equals("false") ? Boolean.valueOf(word) : read(name, value);
  }

  private Object read(String name, JsonValue value) {
    Limits.spend(value.length());
    Object made = value.toJava(Numbers::of, NullValue.NULL_VALUE);
    if (read == null) {
      read = new HashMap<>();
    }
    read.put(name, made);
    return made;
  }
}
