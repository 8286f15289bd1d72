package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects whose values are integers of 64 bits. The entries keep their order. */
final class MapFormat implements ValueFormat {
  private final ValueFormat numbers = new IntegerFormat();

  @Override
  public @Nullable Object read(JsonValue json) {
    JsonObject object = json.asObject();
    if (object == null || !object.repeated().isEmpty()) {
      return null;
    }
    Map<String, Long> map = new LinkedHashMap<>();
    for (int i = 0; i < object.size(); i++) {
      Object number = numbers.read(object.valueAt(i));
      if (number == null) {
        return null;
      }
      map.put(String.valueOf(object.nameAt(i).asString()), (Long) number);
    }
    return map;
  }

  @Override
  public byte[] write(Object value) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.write('{');
    ((Map<?, ?>) value)
        .forEach(
            (name, number) -> {
              if (json.size() > 1) {
                json.write(',');
              }
              JsonValue.of(name).appendTo(json);
              json.write(':');
              json.writeBytes(numbers.write(number));
            });
    json.write('}');
    return json.toByteArray();
  }
}
