package dev.sessionbeam.draft;

import java.util.Locale;
import java.util.regex.Pattern;

/** Writes texts of a sample, which may have any characters, into a draft. */
final class Texts {
  /** Longer values are cut: they are only examples. */
  private static final int LONGEST = 40;

  /** Without a colon or a hash that YAML obeys. */
  private static final Pattern PLAIN_YAML =
      Pattern.compile("(?!.*(: |:$| #))[A-Za-z0-9_][ -~]*(?<! )");

  /** What other readers of YAML take for something else than a text. */
  private static final Pattern NOT_TEXT = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

  private Texts() {}

  /** Returns a value in quotes, on one line, without characters that a terminal obeys. */
  static String shown(String value) {
    boolean isLong = value.codePointCount(0, value.length()) > LONGEST;
    String start = isLong ? value.substring(0, value.offsetByCodePoints(0, LONGEST)) : value;
    return "'" + escaped(start, '\'') + (isLong ? "…" : "") + "'";
  }

  /** Returns a string literal of an expression. */
  static String literal(String value) {
    return "'" + escaped(value, '\'') + "'";
  }

  /** Returns a text as a value of YAML. */
  static String yaml(String value) {
    if (PLAIN_YAML.matcher(value).matches() && !NOT_TEXT.matcher(value).matches()) {
      return value;
    }
    boolean readsBetter = value.indexOf('"') >= 0 && value.indexOf('\'') < 0;
    return readsBetter && value.codePoints().allMatch(Texts::isVisible)
        ? "'" + value + "'"
        : '"' + escaped(value, '"') + '"';
  }

  private static String escaped(String value, char quote) {
    StringBuilder text = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == quote || c == '\\') {
                text.append('\\').appendCodePoint(c);
              } else if (isVisible(c)) {
                text.appendCodePoint(c);
              } else {
                text.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
              }
            });
    return text.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** Returns a number with a comma between thousands. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Returns a number and a noun, which gets an s if there is not just one. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** Returns a share in percent. Only all are 100 %, and only none is 0 %. */
  static String percent(long part, long whole) {
    long percent = whole == 0 ? 0 : Math.round(100.0 * part / whole);
    if (percent == 0 && part > 0) {
      return "< 1 %";
    }
    return percent == 100 && part < whole ? "> 99 %" : percent + " %";
  }
}
