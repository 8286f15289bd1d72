package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.CleanOperation;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link CleanOperation} other than {@link CleanOperation.Set} to the fields of a record.
 * Returns the changed fields, or the same object if the operation changes nothing.
 */
final class FieldCleaner {
  private static final int MOST_FACTOR_DIGITS = 18;

  private FieldCleaner() {}

  static JsonObject apply(CleanOperation operation, JsonObject fields) {
    if (operation instanceof CleanOperation.Rename rename) {
      return rename(rename, fields);
    }
    if (operation instanceof CleanOperation.Drop drop) {
      return fields.without(drop.field());
    }
    if (operation instanceof CleanOperation.Trim trim) {
      return text(trim.field(), fields, Text::trim);
    }
    if (operation instanceof CleanOperation.Lower lower) {
      return text(lower.field(), fields, text -> text.toLowerCase(Locale.ROOT));
    }
    if (operation instanceof CleanOperation.Upper upper) {
      return text(upper.field(), fields, text -> text.toUpperCase(Locale.ROOT));
    }
    if (operation instanceof CleanOperation.Replace replace) {
      return replace(replace, fields);
    }
    if (operation instanceof CleanOperation.Scale scale) {
      return scale(scale, fields);
    }
    CleanOperation.Default missing = (CleanOperation.Default) operation;
    JsonValue value = fields.get(missing.field());
    return value == null || value.isNull()
        ? fields.with(missing.field(), JsonValue.ofText(missing.json()))
        : fields;
  }

  private static JsonObject rename(CleanOperation.Rename rename, JsonObject fields) {
    JsonValue value = fields.get(rename.from());
    return value == null ? fields : fields.without(rename.from()).with(rename.to(), value);
  }

  private static JsonObject text(FieldPath field, JsonObject fields, UnaryOperator<String> change) {
    JsonValue value = fields.get(field);
    String text = value == null ? null : value.asString();
    if (text == null) {
      return fields;
    }
    String changed = change.apply(text);
    return changed.equals(text) ? fields : fields.with(field, JsonValue.of(changed));
  }

  private static JsonObject replace(CleanOperation.Replace replace, JsonObject fields) {
    JsonValue value = fields.get(replace.field());
    if (value == null) {
      return fields;
    }
    String text = value.asString();
    String json = replace.values().get(text == null ? value.text() : text);
    return json == null ? fields : fields.with(replace.field(), JsonValue.ofText(json));
  }

  private static JsonObject scale(CleanOperation.Scale scale, JsonObject fields) {
    JsonValue value = fields.get(scale.field());
    if (value == null) {
      return fields;
    }
    JsonValue product = productOfIntegers(value, scale.factor());
    if (product != null) {
      return fields.with(scale.field(), product);
    }
    BigDecimal number = value.asDecimal();
    if (number == null) {
      return fields;
    }
    BigDecimal scaled = number.multiply(scale.factor());
    // An integer stays an integer if the result is whole. Other numbers, such as 1.5e3, get the
    // form of BigDecimal.
    boolean whole = value.isInteger() && scaled.stripTrailingZeros().scale() <= 0;
    String text = whole ? scaled.toBigInteger().toString() : scaled.toString();
    return fields.with(scale.field(), JsonValue.ofText(text));
  }

  /** The product of two integers that fits into a long; null for other numbers. */
  private static @Nullable JsonValue productOfIntegers(JsonValue value, BigDecimal factor) {
    long number = value.asSmallInteger();
    if (number == JsonValue.NOT_SMALL
        || factor.scale() != 0
        || factor.precision() > MOST_FACTOR_DIGITS) {
      return null;
    }
    long whole = factor.longValue();
    long product = number * whole;
    boolean fits = Math.multiplyHigh(number, whole) == product >> (Long.SIZE - 1);
    return fits ? JsonValue.of(product) : null;
  }
}
