package dev.sessionbeam.run;

import java.util.ArrayList;
import java.util.List;

/** The names in the text of {@code --input}, which are separated by commas. */
final class InputNames {
  private InputNames() {}

  /**
   * Splits the text at its commas. A comma between braces belongs to a glob, and a comma after a
   * backslash belongs to a name; there, the backslash is removed. Blanks after a comma are ignored.
   *
   * @return at least one name; a name may be empty
   */
  static List<String> split(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    int braces = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        // Between braces, the backslash is part of the glob.
        name.append(text.charAt(i) == ',' && braces == 0 ? "" : "\\").append(text.charAt(i));
      } else if (c == ',' && braces == 0) {
        names.add(name.toString());
        name.setLength(0);
        while (i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1))) {
          i++;
        }
      } else {
        if (c == '{' && (braces > 0 || isClosed(text, i))) {
          braces++;
        } else if (c == '}' && braces > 0) {
          braces--;
        }
        name.append(c);
      }
    }
    names.add(name.toString());
    return names;
  }

  /** Writes names as {@link #split} reads them. */
  static String join(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      boolean separates = split(name).size() > 1;
      text.append(text.isEmpty() ? "" : ",").append(separates ? name.replace(",", "\\,") : name);
    }
    return text.toString();
  }

  private static boolean isClosed(String text, int open) {
    int braces = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        braces++;
      } else if (c == '}') {
        braces--;
        if (braces == 0) {
          return true;
        }
      }
    }
    return false;
  }
}
