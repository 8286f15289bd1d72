package dev.sessionbeam.failure;

import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.Roles;
import dev.sessionbeam.event.Text;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What the fields that play a role have to be, before cleaning and after it. SEMANTICS, section 1.
 */
public final class RoleFields {
  private RoleFields() {}

  /**
   * Refuses a record in which a role's name stands twice in its object.
   *
   * @throws Refusal that names the field
   */
  public static void requireUnrepeated(Roles roles, JsonObject fields) throws Refusal {
    requireUnrepeated(roles.machine(), fields);
    requireUnrepeated(roles.time(), fields);
    requireUnrepeated(roles.action(), fields);
    FieldPath id = roles.id();
    if (id != null) {
      requireUnrepeated(id, fields);
    }
  }

  private static void requireUnrepeated(FieldPath field, JsonObject fields) throws Refusal {
    if (field.isTopLevel() && fields.repeated().isEmpty()) {
      return;
    }
    JsonObject object = fields;
    FieldPath path = field;
    while (object != null) {
      if (object.repeated().contains(path.head())) {
        throw new Refusal(Reason.DUPLICATE_FIELD, "stands more than once", field.toString());
      }
      if (path.isTopLevel()) {
        return;
      }
      object = object.child(path.head());
      path = path.tail();
    }
  }

  /**
   * Refuses a record whose machine, action or id is no string or blank.
   *
   * @throws Refusal that names the field
   */
  public static void requireStrings(Roles roles, JsonObject fields) throws Refusal {
    checkString(roles.machine(), fields);
    checkString(roles.action(), fields);
    FieldPath id = roles.id();
    if (id != null) {
      checkString(id, fields);
    }
  }

  private static void checkString(FieldPath field, JsonObject fields) throws Refusal {
    JsonValue value = fields.get(field);
    if (value == null || !value.isPlainText()) {
      requireString(field, fields);
    }
  }

  /**
   * The string that a role's field holds.
   *
   * @throws Refusal where it holds none, or a blank one
   */
  public static String requireString(FieldPath field, JsonObject fields) throws Refusal {
    JsonValue value = require(field, fields);
    String text = value.asString();
    if (text != null && value.isPlainText()) {
      return text;
    }
    if (text == null) {
      throw new Refusal(Reason.WRONG_TYPE, "has to be a string", field.toString());
    }
    if (Text.isBlank(text)) {
      throw new Refusal(Reason.BLANK_FIELD, "is blank", field.toString());
    }
    if (!Text.isWellFormed(text)) {
      throw new Refusal(
          Reason.NOT_UTF8, "has half of a surrogate pair, which is no text", field.toString());
    }
    return text;
  }

  /**
   * The UTF-8 of the string that a role's field holds.
   *
   * @throws Refusal where it holds none, or a blank one
   */
  public static byte[] requireText(FieldPath field, JsonObject fields) throws Refusal {
    JsonValue value = fields.get(field);
    return value != null && value.isPlainText()
        ? Objects.requireNonNull(value.asUtf8())
        : requireString(field, fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The value of a field that has to be there.
   *
   * @throws Refusal where it is missing or null
   */
  public static JsonValue require(FieldPath field, JsonObject fields) throws Refusal {
    JsonValue value = fields.get(field);
    if (value == null || value.isNull()) {
      throw new Refusal(
          Reason.MISSING_FIELD, value == null ? "is missing" : "is null", field.toString());
    }
    return value;
  }
}
