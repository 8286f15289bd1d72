package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of texts. */
final class ListFormat implements ValueFormat {
  @Override
  public @Nullable Object read(JsonValue json) {
    if (!json.isArray()) {
      return null;
    }
    List<?> list = (List<?>) json.toJava(number -> 0, 0);
    boolean texts = list.stream().allMatch(String.class::isInstance);
    return texts ? list.stream().map(String.class::cast).toList() : null;
  }

  @Override
  public byte[] write(Object value) {
    return JsonValue.of(value).toBytes();
  }
}
