package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;

/** Any JSON value, null too, as the text that it is written in. */
final class JsonFormat implements ValueFormat {
  @Override
  public Object read(JsonValue json) {
    return json.toBytes();
  }

  @Override
  public byte[] write(Object value) {
    return (byte[]) value;
  }

  @Override
  public boolean isCanonical(JsonValue json, Object value) {
    return true;
  }
}
