package dev.sessionbeam.io.file;

import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The text of a glob: {@code *}, {@code ?}, {@code [abc]}, {@code {a,b}}, and a backslash before a
 * character that stands for itself. Braces are expanded here, because the file systems of Beam do
 * not agree on them.
 */
final class Glob {
  /** So many names are more than anyone writes, and few enough to look them all up. */
  private static final int MOST_NAMES = 1000;

  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private final String text;

  private Glob(String text) {
    this.text = text;
  }

  /** Whether a name has a character that makes it a glob. */
  static boolean isGlob(String name) {
    return WILDCARD.matcher(name).find();
  }

  /**
   * Returns the globs without braces that mean the same together, in the order of the braces.
   *
   * @throws InvalidInputException if a bracket or a brace is not closed, or if there are too many.
   *     The message names the character
   */
  static List<String> expand(String glob) throws InvalidInputException {
    new Glob(glob).check();
    List<String> names = new ArrayList<>();
    new Glob(glob).expandInto(names);
    for (String name : names) {
      try {
        var unused = FileSystems.getDefault().getPathMatcher("glob:" + name);
      } catch (PatternSyntaxException e) {
        throw new InvalidInputException(
            glob + " is not a valid glob: " + e.getDescription() + " in " + name);
      }
    }
    return names;
  }

  /** The name that a glob without wildcards means: without the backslashes. */
  static String unescape(String name) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '\\' && i + 1 < name.length()) {
        i++;
      }
      plain.append(name.charAt(i));
    }
    return plain.toString();
  }

  /** Whether a name without braces has a wildcard that no backslash escapes. */
  static boolean hasWildcard(String name) {
    Glob glob = new Glob(name);
    for (int i = 0; i < name.length(); i = glob.after(i)) {
      if ("*?[".indexOf(name.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private void check() throws InvalidInputException {
    if (endsWithinEscape()) {
      throw new InvalidInputException(
          text + " ends with a backslash, which escapes nothing: remove it, or write two");
    }
    for (int i = 0; i < text.length(); i = after(i)) {
      char c = text.charAt(i);
      if ((c == '[' && endOfClass(i) < 0) || (c == '{' && endOfBraces(i) < 0)) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "'%c' at character %d of %s is not closed: close it, or write \\%c for the character",
                c,
                i + 1,
                text,
                c));
      }
      if (c == '[' && endOfClass(i) == i + 1) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "'[]' at character %d of %s holds no character: name some, or write \\[\\]",
                i + 1,
                text));
      }
    }
  }

  private boolean endsWithinEscape() {
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private void expandInto(List<String> names) throws InvalidInputException {
    int open = firstBrace();
    if (open < 0) {
      if (names.size() == MOST_NAMES) {
        throw new InvalidInputException(
            "the braces of a glob mean more than " + MOST_NAMES + " names: use * instead");
      }
      names.add(text);
      return;
    }
    int close = endOfBraces(open);
    int from = open + 1;
    for (int comma : commas(open, close)) {
      String choice = text.substring(from, comma);
      new Glob(text.substring(0, open) + choice + text.substring(close + 1)).expandInto(names);
      from = comma + 1;
    }
  }

  private int firstBrace() {
    for (int i = 0; i < text.length(); i = after(i)) {
      if (text.charAt(i) == '{') {
        return i;
      }
    }
    return -1;
  }

  /** The positions of the commas between the choices of two braces, and of the closing brace. */
  private List<Integer> commas(int open, int close) {
    List<Integer> commas = new ArrayList<>();
    for (int i = open + 1; i < close; ) {
      if (text.charAt(i) == ',') {
        commas.add(i);
      }
      i = text.charAt(i) == '{' ? endOfBraces(i) + 1 : after(i);
    }
    commas.add(close);
    return commas;
  }

  /** The position of the brace that closes this one, or -1. */
  private int endOfBraces(int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i = after(i)) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  /** The position of the bracket that closes this one, or -1. */
  private int endOfClass(int open) {
    for (int i = open + 1; i < text.length(); i += text.charAt(i) == '\\' ? 2 : 1) {
      if (text.charAt(i) == ']') {
        return i;
      }
    }
    return -1;
  }

  /** The position after a character, an escaped character, or a class of characters. */
  private int after(int i) {
    char c = text.charAt(i);
    if (c == '[') {
      return Math.max(i, endOfClass(i)) + 1;
    }
    return c == '\\' ? Math.min(i + 2, text.length()) : i + 1;
  }
}
