package dev.sessionbeam.definition;

import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns a plain YAML value into JSON text that keeps a number's digits.
 *
 * <p>A value that YAML 1.1 and 1.2 read differently ({@code no}, {@code 007}, {@code 0x1F}) is a
 * fault: the reader does not guess. Dates and clock times are strings.
 */
final class Literals {
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final Pattern CLOCK_TIME = Pattern.compile("[0-9]+(:[0-9]+)+(\\.[0-9]*)?");

  // Exact arithmetic with 1e999999999 would fill the memory.
  private static final int MOST_DIGITS = 1000;

  private Literals() {}

  /** Returns the JSON text of a string, number or boolean; or notes a fault and returns null. */
  static @Nullable String json(YamlNode node) {
    String json = jsonOrNull(node);
    if ("null".equals(json)) {
      node.fault("must not be null");
      return null;
    }
    return json;
  }

  /**
   * Returns the JSON text of a string, number, boolean or null; or notes a fault and returns null.
   */
  static @Nullable String jsonOrNull(YamlNode node) {
    ScalarNode scalar = node.scalar("a string, a number, true or false");
    if (scalar == null) {
      return null;
    }
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)
        || tag.equals(Tag.TIMESTAMP)
        || ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && CLOCK_TIME.matcher(text).matches())) {
      return JsonValue.of(text).text();
    }
    if (tag.equals(Tag.NULL)) {
      return "null";
    }
    if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
      return text;
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(text, node) == null ? null : text;
    }
    node.fault(
        tag.equals(Tag.BOOL)
            ? "'"
                + text
                + "' is a boolean for some YAML readers and a string for others: write true or"
                + " false, or put quotes around it"
            : "must be a string, a number, true or false, but has the tag " + tag);
    return null;
  }

  /** Returns the exact number; or notes a fault and returns null. */
  static @Nullable BigDecimal number(YamlNode node) {
    ScalarNode scalar = node.scalar("a number");
    if (scalar == null) {
      return null;
    }
    return number(scalar.getValue(), node);
  }

  private static @Nullable BigDecimal number(String text, YamlNode node) {
    if (!JSON_NUMBER.matcher(text).matches()) {
      node.fault(
          "'" + text + "' is not a JSON number: write one like 0.5, or put quotes around a string");
      return null;
    }
    BigDecimal number = decimal(text);
    if (number == null) {
      node.fault("must be a number of at most " + MOST_DIGITS + " digits");
    }
    return number;
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (text.length() > MOST_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return number.precision() + Math.abs((long) number.scale()) > MOST_DIGITS ? null : number;
    } catch (NumberFormatException e) {
      return null; // The exponent is beyond 32 bits.
    }
  }
}
