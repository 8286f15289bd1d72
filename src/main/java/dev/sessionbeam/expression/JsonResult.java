package dev.sessionbeam.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the result of an expression into JSON, or into null if it has no JSON form. */
final class JsonResult {

  private JsonResult() {}

  static @Nullable JsonValue of(Object result) {
    try {
      return JsonValue.of(plain(result));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Object plain(Object value) {
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
    if (value instanceof Instant instant) {
      return Rfc3339.format(instant);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, element) -> plain.put(String.valueOf(key), plain(element)));
      return plain;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>(list.size());
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    throw new IllegalArgumentException("the result has no JSON form: " + value.getClass());
  }
}
