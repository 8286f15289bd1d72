package dev.sessionbeam.clean;

import dev.sessionbeam.definition.Mend;
import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.Text;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Does one {@link Mend}. Fields come back with the change, or the very same object where there was
 * nothing to do.
 */
final class Mending {
  private Mending() {}

  static JsonObject apply(Mend mend, JsonObject fields) {
    if (mend instanceof Mend.Set set) {
      JsonValue value = set.value().evaluate(fields, null);
      return value == null ? fields : fields.with(set.field(), value);
    }
    if (mend instanceof Mend.Rename rename) {
      return rename(rename, fields);
    }
    if (mend instanceof Mend.Drop drop) {
      return fields.without(drop.field());
    }
    if (mend instanceof Mend.Trim trim) {
      return text(trim.field(), fields, Text::trim);
    }
    if (mend instanceof Mend.Lower lower) {
      return text(lower.field(), fields, text -> text.toLowerCase(Locale.ROOT));
    }
    if (mend instanceof Mend.Upper upper) {
      return text(upper.field(), fields, text -> text.toUpperCase(Locale.ROOT));
    }
    if (mend instanceof Mend.Replace replace) {
      return replace(replace, fields);
    }
    if (mend instanceof Mend.Scale scale) {
      return scale(scale, fields);
    }
    Mend.Default missing = (Mend.Default) mend;
    JsonValue value = fields.get(missing.field());
    return value == null || value.isNull()
        ? fields.with(missing.field(), JsonValue.ofText(missing.json()))
        : fields;
  }

  private static JsonObject rename(Mend.Rename rename, JsonObject fields) {
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

  private static JsonObject replace(Mend.Replace replace, JsonObject fields) {
    JsonValue value = fields.get(replace.field());
    if (value == null) {
      return fields;
    }
    String text = value.asString();
    String json = replace.values().get(text == null ? value.text() : text);
    return json == null ? fields : fields.with(replace.field(), JsonValue.ofText(json));
  }

  private static JsonObject scale(Mend.Scale scale, JsonObject fields) {
    JsonValue value = fields.get(scale.field());
    BigDecimal number = value == null ? null : value.asDecimal();
    if (value == null || number == null) {
      return fields;
    }
    BigDecimal scaled = number.multiply(scale.factor());
    // An integer stays one where the result is whole: 1.5e3 times anything is the writer's own
    // business.
    boolean whole = value.isInteger() && scaled.stripTrailingZeros().scale() <= 0;
    String text = whole ? scaled.toBigInteger().toString() : scaled.toString();
    return fields.with(scale.field(), JsonValue.ofText(text));
  }
}
