package dev.sessionbeam.prepare;

import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import org.jspecify.annotations.Nullable;

/** Turns the value of a role into its text, or rejects the record. */
final class RoleText {
  private RoleText() {}

  /**
   * Returns the text of a value.
   *
   * @param field the field that has the value; null if an expression gave it
   * @param subject what a message begins with: empty if the field says enough
   * @throws RecordRejectedException if the value is not a string, is blank, or is not text
   */
  static String of(JsonValue value, @Nullable String field, String subject)
      throws RecordRejectedException {
    String plain = value.asPlainText();
    if (plain != null) {
      return plain;
    }
    String text = value.asString();
    if (text == null) {
      throw new RecordRejectedException(Reason.WRONG_TYPE, subject + "must be a string", field);
    }
    if (Text.isBlank(text)) {
      throw new RecordRejectedException(Reason.BLANK_FIELD, subject + "is blank", field);
    }
    if (!Text.isWellFormed(text)) {
      throw new RecordRejectedException(
          Reason.NOT_UTF8, subject + "has half of a surrogate pair, which is not text", field);
    }
    return text;
  }
}
