package dev.sessionbeam.expression;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives an expression the values of its names, from a record. A value is read only when the
 * expression needs it. A missing field is null.
 */
final class RecordVariables implements CelVariableResolver {
  private static final int LONGEST_LONG = 19;

  private final JsonObject fields;
  private final @Nullable Instant instant;

  RecordVariables(JsonObject fields, @Nullable Instant instant) {
    this.fields = fields;
    this.instant = instant;
  }

  @Override
  public Optional<Object> find(String name) {
    if (name.equals(ExpressionScope.THIS)) {
      return Optional.of(celValue(fields.toJava()));
    }
    if (name.equals(ExpressionScope.INSTANT) && instant != null) {
      return Optional.of(instant);
    }
    JsonValue value = fields.get(name);
    return Optional.of(value == null ? NullValue.NULL_VALUE : celValue(value));
  }

  private static Object celValue(JsonValue value) {
    if (value.isString()) {
      return String.valueOf(value.asString());
    }
    if (value.isInteger() && value.length() <= LONGEST_LONG - 1) {
      return Long.parseLong(value.text());
    }
    return celValue(value.toJava());
  }

  /**
   * Returns a JSON value as a value of CEL, which has 64-bit integers and doubles. A number beyond
   * a long becomes the nearest double.
   */
  private static Object celValue(@Nullable Object json) {
    if (json == null) {
      return NullValue.NULL_VALUE;
    }
    if (json instanceof Integer small) {
      return small.longValue();
    }
    if (json instanceof BigInteger big) {
      return big.doubleValue();
    }
    if (json instanceof BigDecimal number) {
      return number.doubleValue();
    }
    if (json instanceof Map<?, ?> map) {
      Map<Object, Object> converted = new LinkedHashMap<>();
      map.forEach((key, value) -> converted.put(key, celValue(value)));
      return converted;
    }
    if (json instanceof List<?> list) {
      List<Object> converted = new ArrayList<>(list.size());
      list.forEach(element -> converted.add(celValue(element)));
      return converted;
    }
    return json;
  }
}
