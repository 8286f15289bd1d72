package dev.sessionbeam.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.definition.Check;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.RoleFields;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;

/** One of a definition's own checks, ready to hold a record against. */
interface CheckRecord extends Serializable {
  /**
   * Lets a record pass, or refuses it.
   *
   * @throws Refusal where the record does not pass
   */
  void check(JsonObject fields) throws Refusal;

  static CheckRecord of(Check check) {
    if (check instanceof Check.Required required) {
      return fields -> RoleFields.require(required.field(), fields);
    }
    if (check instanceof Check.Allowed allowed) {
      Set<Object> values =
          allowed.values().stream().map(CheckRecord::tree).collect(Collectors.toUnmodifiableSet());
      return fields -> checkAllowed(allowed, values, fields);
    }
    if (check instanceof Check.Range range) {
      return fields -> checkRange(range, fields);
    }
    return new CheckSchema((Check.Schema) check);
  }

  private static void checkAllowed(Check.Allowed allowed, Set<Object> values, JsonObject fields)
      throws Refusal {
    JsonValue value = fields.get(allowed.field());
    if (value != null && !value.isNull() && !values.contains(comparable(value))) {
      throw new Refusal(
          Reason.VALUE_NOT_ALLOWED,
          "is none of the allowed values " + allowed.values(),
          allowed.field().toString());
    }
  }

  private static Object tree(String json) {
    return comparable(JsonValue.ofText(json));
  }

  /** Values that are equal in JSON become equal in Java: 1, 1.0 and 1e0 are one number. */
  private static Object comparable(JsonValue value) {
    if (value.isNumber()) {
      BigDecimal number = value.asDecimal();
      return number == null ? value.text() : number.stripTrailingZeros();
    }
    JsonNode tree = value.toTree();
    return tree == null ? value.text() : tree;
  }

  private static void checkRange(Check.Range range, JsonObject fields) throws Refusal {
    JsonValue value = fields.get(range.field());
    if (value == null || value.isNull()) {
      return;
    }
    String field = range.field().toString();
    BigDecimal number = value.asDecimal();
    if (number == null) {
      throw new Refusal(Reason.WRONG_TYPE, "has to be a number of at most 1000 digits", field);
    }
    BigDecimal min = range.min();
    if (min != null && number.compareTo(min) < 0) {
      throw new Refusal(Reason.VALUE_NOT_ALLOWED, "is below " + min.toPlainString(), field);
    }
    BigDecimal max = range.max();
    if (max != null && number.compareTo(max) > 0) {
      throw new Refusal(Reason.VALUE_NOT_ALLOWED, "is above " + max.toPlainString(), field);
    }
  }
}
