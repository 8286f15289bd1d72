package dev.sessionbeam.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.definition.ValidationCheck;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks the fields of a record by one of the definition's own checks. */
interface CheckRecord extends Serializable {
  /**
   * Checks a record.
   *
   * @throws RecordRejectedException if the record does not pass
   */
  void check(JsonObject fields) throws RecordRejectedException;

  static CheckRecord of(ValidationCheck check) {
    if (check instanceof ValidationCheck.Required required) {
      return fields -> RoleChecks.require(required.field(), fields);
    }
    if (check instanceof ValidationCheck.Allowed allowed) {
      Set<Object> values =
          allowed.values().stream().map(CheckRecord::tree).collect(Collectors.toUnmodifiableSet());
      return fields -> checkAllowed(allowed, values, fields);
    }
    if (check instanceof ValidationCheck.Range range) {
      return fields -> checkRange(range, fields);
    }
    return new CheckSchema((ValidationCheck.Schema) check);
  }

  private static void checkAllowed(
      ValidationCheck.Allowed allowed, Set<Object> values, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = fields.get(allowed.field());
    if (value != null && !value.isNull() && !values.contains(comparable(value))) {
      throw new RecordRejectedException(
          Reason.VALUE_NOT_ALLOWED,
          "is not one of the allowed values " + allowed.values(),
          allowed.field().toString());
    }
  }

  private static Object tree(String json) {
    return comparable(JsonValue.ofText(json));
  }

  /** Makes values that are equal in JSON equal in Java: 1, 1.0 and 1e0 are the same number. */
  private static Object comparable(JsonValue value) {
    if (value.isNumber()) {
      BigDecimal number = value.asDecimal();
      return number == null ? value.text() : number.stripTrailingZeros();
    }
    JsonNode tree = value.toTree();
    return tree == null ? value.text() : tree;
  }

  private static void checkRange(ValidationCheck.Range range, JsonObject fields)
      throws RecordRejectedException {
    JsonValue value = fields.get(range.field());
    if (value == null || value.isNull()) {
      return;
    }
    String field = range.field().toString();
    BigDecimal number = value.asDecimal();
    if (number == null) {
      throw new RecordRejectedException(
          Reason.WRONG_TYPE, "must be a number of at most 1000 digits", field);
    }
    BigDecimal min = range.min();
    if (min != null && number.compareTo(min) < 0) {
      throw new RecordRejectedException(
          Reason.VALUE_NOT_ALLOWED, "is below " + min.toPlainString(), field);
    }
    BigDecimal max = range.max();
    if (max != null && number.compareTo(max) > 0) {
      throw new RecordRejectedException(
          Reason.VALUE_NOT_ALLOWED, "is above " + max.toPlainString(), field);
    }
  }
}
