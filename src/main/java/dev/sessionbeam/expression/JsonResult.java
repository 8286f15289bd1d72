package dev.sessionbeam.expression;

import com.fasterxml.jackson.databind.util.RawValue;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.json.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the result of an expression into JSON, or into null if it has no JSON form or is larger
 * than {@link Limits#MAX_SIZE}.
 */
final class JsonResult {
  private int left = Limits.MAX_SIZE;

  private JsonResult() {}

  static @Nullable JsonValue of(Object result) {
    try {
      return JsonValue.of(new JsonResult().plain(result));
    } catch (IllegalArgumentException | NoValueException e) {
      return null;
    }
  }

  private @Nullable Object plain(Object value) {
    spend(value instanceof String text ? text.length() : 1);
    if (value instanceof String || value instanceof Long || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      return number;
    }
    if (value instanceof NullValue) {
      return null;
    }
    if (value instanceof UnsignedLong number) {
      return number.bigIntegerValue();
    }
    if (value instanceof WrittenNumber number) {
      spend(number.text().length());
      return new RawValue(number.text());
    }
    if (value instanceof Instant instant) {
      return Rfc3339.format(instant);
    }
    if (value instanceof Map<?, ?> map) {
      return plain(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    throw new NoValueException("the result has no JSON form");
  }

  private Map<String, @Nullable Object> plain(Map<?, ?> map) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    map.forEach(
        (key, element) -> {
          String name = String.valueOf(key);
          spend(name.length());
          if (!Text.isWellFormed(name)) {
            throw new NoValueException("a name has half of a surrogate pair, which is not text");
          }
          plain.put(name, plain(element));
        });
    return plain;
  }

  private void spend(int size) {
    left -= size;
    if (left < 0) {
      throw new NoValueException("the result is too large");
    }
  }
}
