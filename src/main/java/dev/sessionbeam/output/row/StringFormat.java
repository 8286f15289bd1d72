package dev.sessionbeam.output.row;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts. The canonical text escapes only what JSON requires, in its shortest form. */
final class StringFormat implements ValueFormat {
  @Override
  public @Nullable Object read(JsonValue json) {
    if (!json.isString()) {
      return null;
    }
    if (!json.hasEscapes()) {
      return json.unescapedUtf8();
    }
    String text = json.asString();
    // UTF-8 has no form for half of a surrogate pair.
    return text != null && Text.isWellFormed(text) ? text.getBytes(StandardCharsets.UTF_8) : null;
  }

  @Override
  public byte[] write(Object value) {
    return quoted((byte[]) value);
  }

  /** An escape is longer than what it stands for, so a text of the same length has none. */
  @Override
  public boolean isCanonical(JsonValue json, Object value) {
    return ((byte[]) value).length == json.length() - 2
        || ValueFormat.super.isCanonical(json, value);
  }

  /** Returns the JSON string of a text in UTF-8. */
  static byte[] quoted(byte[] utf8) {
    for (byte b : utf8) {
      if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
        return JsonValue.of(new String(utf8, StandardCharsets.UTF_8)).toBytes();
      }
    }
    byte[] text = new byte[utf8.length + 2];
    text[0] = '"';
    System.arraycopy(utf8, 0, text, 1, utf8.length);
    text[text.length - 1] = '"';
    return text;
  }
}
