package dev.sessionbeam.explain;

import dev.sessionbeam.json.JsonValue;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns texts of records into texts on one line that a terminal only shows, and does not obey. */
final class Printable {
  /** The longest value that is shown as a whole, in characters. */
  private static final int LONGEST = 120;

  private static final int LONGEST_MESSAGE = 400;

  private static final Pattern HIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]", Pattern.UNICODE_CHARACTER_CLASS);

  private Printable() {}

  /** Returns a text without hidden characters, cut if it is long. */
  static String of(String text) {
    return escaped(cut(text, LONGEST));
  }

  /** Returns a value as JSON; of a missing one, says that there is none. */
  static String of(@Nullable JsonValue value) {
    return value == null ? "no field" : of(value.text());
  }

  /** Returns a message about a record without hidden characters. */
  static String message(String text) {
    return escaped(cut(text, LONGEST_MESSAGE));
  }

  /** Returns a text without hidden characters, as long as it is. */
  static String escaped(String text) {
    return HIDDEN.matcher(text).replaceAll(Printable::escape);
  }

  private static String escape(MatchResult hidden) {
    int character = hidden.group().codePointAt(0);
    return String.format(Locale.ROOT, "\\\\u%04x", character);
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }

  /** Returns an expression of a definition on one line. */
  static String expression(String text) {
    return escaped(text.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
