package dev.sessionbeam.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses and prints names with dots between them. A name that has a dot itself is in double quotes,
 * or in back quotes if it has a double quote.
 */
final class QuotedNames {
  private static final char DOUBLE_QUOTE = '"';
  private static final char BACK_QUOTE = '`';

  private QuotedNames() {}

  /**
   * Returns the names in a text. A name may be empty.
   *
   * @throws IllegalArgumentException if a quote is not closed, or if a name goes on after its quote
   */
  static List<String> parse(String text) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = isQuoted(text, at) ? endOfQuoted(text, at) : endOfPlain(text, at);
      names.add(isQuoted(text, at) ? text.substring(at + 1, end - 1) : text.substring(at, end));
      if (end == text.length()) {
        return names;
      }
      at = end + 1;
    }
  }

  static String print(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      if (text.length() > 0) {
        text.append('.');
      }
      boolean plain = name.indexOf('.') < 0 && !isQuoted(name, 0);
      char quote = name.indexOf(DOUBLE_QUOTE) < 0 ? DOUBLE_QUOTE : BACK_QUOTE;
      text.append(plain ? name : quote + name + quote);
    }
    return text.toString();
  }

  private static boolean isQuoted(String text, int at) {
    return at < text.length() && (text.charAt(at) == DOUBLE_QUOTE || text.charAt(at) == BACK_QUOTE);
  }

  private static int endOfPlain(String text, int at) {
    int dot = text.indexOf('.', at);
    return dot < 0 ? text.length() : dot;
  }

  private static int endOfQuoted(String text, int at) {
    int close = text.indexOf(text.charAt(at), at + 1);
    if (close < 0) {
      throw new IllegalArgumentException("the quote at column " + (at + 1) + " is not closed");
    }
    int end = close + 1;
    if (end < text.length() && text.charAt(end) != '.') {
      throw new IllegalArgumentException(
          "after the quote at column " + end + ", there must be a dot or the end");
    }
    return end;
  }
}
