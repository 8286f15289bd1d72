package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Role;
import dev.sessionbeam.definition.Roles;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of a record that have a role, before and after cleaning. A role that an
 * expression gives has no field, and is not checked here. See docs/semantics.md, section 1.
 */
final class RoleChecks implements Serializable {
  private final List<FieldPath> texts;
  private final List<FieldPath> all;

  RoleChecks(Roles roles) {
    texts = fields(roles.machine(), roles.action(), roles.id());
    all = fields(roles.machine(), roles.time(), roles.action(), roles.id());
  }

  private static List<FieldPath> fields(@Nullable Role... roles) {
    return Stream.of(roles)
        .filter(Objects::nonNull)
        .map(Role::field)
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Rejects a record if a field with a role appears more than once in its object.
   *
   * @throws RecordRejectedException if a field is repeated; it names the field
   */
  void requireUnrepeated(JsonObject fields) throws RecordRejectedException {
    for (FieldPath field : all) {
      requireUnrepeated(field, fields);
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
   * Rejects a record if the field of its machine, action or id is not a string, or is blank.
   *
   * @throws RecordRejectedException if a field is not valid; it names the field
   */
  void requireStrings(JsonObject fields) throws RecordRejectedException {
    for (FieldPath field : texts) {
      JsonValue value = fields.get(field);
      if (value == null || !value.isPlainText()) {
        requireString(field, fields);
      }
    }
  }

  /**
   * Returns the string in the field of a role.
   *
   * @throws RecordRejectedException if the field has no string, or a blank one
   */
  static String requireString(FieldPath field, JsonObject fields) throws RecordRejectedException {
    JsonValue value = require(field, fields);
    return RoleText.of(value, field.toString(), "");
  }

  /**
   * Returns the string in the field of a role, in UTF-8.
   *
   * @throws RecordRejectedException if the field has no string, or a blank one
   */
  static byte[] requireText(FieldPath field, JsonObject fields) throws RecordRejectedException {
    JsonValue value = fields.get(field);
    return value != null && value.isPlainText()
        ? value.unescapedUtf8()
        : requireString(field, fields).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the value of a required field.
   *
   * @throws RecordRejectedException if the field is missing or null
   */
  static JsonValue require(FieldPath field, JsonObject fields) throws RecordRejectedException {
    JsonValue value = fields.get(field);
    if (value == null || value.isNull()) {
      throw new RecordRejectedException(
          Reason.MISSING_FIELD, value == null ? "is missing" : "is null", field.toString());
    }
    return value;
  }
}
