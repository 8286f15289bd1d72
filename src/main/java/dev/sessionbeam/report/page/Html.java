package dev.sessionbeam.report.page;

import java.util.Locale;

/** Writes text into HTML, whatever is in it: names of actions come from anyone. */
final class Html {
  private static final int LONGEST_NAME = 60;
  private static final String LEFT_OUT = "…";

  private Html() {}

  /**
   * Escapes a text. What cannot be seen, or would change the order of what stands beside it, is
   * written as an escape such as <code>&#92;u202e</code>.
   */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(point, escaped));
    return escaped.toString();
  }

  /** Escapes the name of an action, shortened if it is long, with a direction of its own. */
  static String name(String name) {
    int points = name.codePointCount(0, name.length());
    String shown =
        points <= LONGEST_NAME
            ? name
            : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + LEFT_OUT;
    return "<bdi>" + text(shown) + "</bdi>";
  }

  private static void append(int point, StringBuilder to) {
    switch (point) {
      case '&' -> to.append("&amp;");
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '"' -> to.append("&quot;");
      case '\'' -> to.append("&#39;");
      default -> {
        if (isVisible(point)) {
          to.appendCodePoint(point);
        } else {
          to.append(String.format(Locale.ROOT, "\\u%04x", point));
        }
      }
    }
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
