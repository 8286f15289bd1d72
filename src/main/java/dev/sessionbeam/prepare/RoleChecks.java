package dev.sessionbeam.prepare;

import dev.sessionbeam.event.Roles;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Checks the fields of a record that have a role, before and after cleaning. See docs/semantics.md,
 * section 1.
 */
public final class RoleChecks {
  private RoleChecks() {}

  /**
   * Rejects a record if a field with a role appears more than once in its object.
   *
   * @throws RecordRejectedException if a field is repeated; it names the field
   */
  public static void requireUnrepeated(Roles roles, JsonObject fields)
      throws RecordRejectedException {
    requireUnrepeated(roles.machine(), fields);
    requireUnrepeated(roles.time(), fields);
    requireUnrepeated(roles.action(), fields);
    FieldPath id = roles.id();
    if (id != null) {
      requireUnrepeated(id, fields);
    }
  }

  private static void requireUnrepeated(FieldPath field, JsonObject fields)
      throws RecordRejectedException {
    if (field.isTopLevel() && fields.repeated().isEmpty()) {
      return;
    }
    JsonObject object = fields;
    FieldPath path = field;
    while (object != null) {
      if (object.repeated().contains(path.head())) {
        throw new RecordRejectedException(
            Reason.DUPLICATE_FIELD, "appears more than once", field.toString());
      }
      if (path.isTopLevel()) {
        return;
      }
      object = object.child(path.head());
      path = path.tail();
    }
  }

  /**
   * Rejects a record if its machine, action or id is not a string, or is blank.
   *
   * @throws RecordRejectedException if a field is not valid; it names the field
   */
  public static void requireStrings(Roles roles, JsonObject fields) throws RecordRejectedException {
    checkString(roles.machine(), fields);
    checkString(roles.action(), fields);
    FieldPath id = roles.id();
    if (id != null) {
      checkString(id, fields);
    }
  }

  private static void checkString(FieldPath field, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = fields.get(field);
    if (value == null || !value.isPlainText()) {
      requireString(field, fields);
    }
  }

  /**
   * Returns the string in the field of a role.
   *
   * @throws RecordRejectedException if the field has no string, or a blank one
   */
  public static String requireString(FieldPath field, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = require(field, fields);
    String text = value.asString();
    if (text != null && value.isPlainText()) {
      return text;
    }
    if (text == null) {
      throw new RecordRejectedException(Reason.WRONG_TYPE, "must be a string", field.toString());
    }
    if (Text.isBlank(text)) {
      throw new RecordRejectedException(Reason.BLANK_FIELD, "is blank", field.toString());
    }
    if (!Text.isWellFormed(text)) {
      throw new RecordRejectedException(
          Reason.NOT_UTF8, "has half of a surrogate pair, which is not text", field.toString());
    }
    return text;
  }

  /**
   * Returns the string in the field of a role, in UTF-8.
   *
   * @throws RecordRejectedException if the field has no string, or a blank one
   */
  public static byte[] requireText(FieldPath field, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = fields.get(field);
    return value != null && value.isPlainText()
        ? Objects.requireNonNull(value.asUtf8())
        : requireString(field, fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the value of a required field.
   *
   * @throws RecordRejectedException if the field is missing or null
   */
  public static JsonValue require(FieldPath field, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = fields.get(field);
    if (value == null || value.isNull()) {
      throw new RecordRejectedException(
          Reason.MISSING_FIELD, value == null ? "is missing" : "is null", field.toString());
    }
    return value;
  }
}
