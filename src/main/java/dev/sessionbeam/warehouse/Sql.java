package dev.sessionbeam.warehouse;

import static java.util.regex.Matcher.quoteReplacement;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Names and texts as SQL writes them, and templates of statements. */
final class Sql {
  private static final Pattern PLACE = Pattern.compile("<<(\\w+)>>");

  private Sql() {}

  /**
   * Fills the places of a template, such as {@code <<date>>}, with texts.
   *
   * @throws IllegalArgumentException if there is no text for a place
   */
  static String fill(String template, Map<String, String> texts) {
    return PLACE
        .matcher(template)
        .replaceAll((MatchResult place) -> quoteReplacement(text(place.group(1), texts)));
  }

  private static String text(String name, Map<String, String> texts) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("there is no text for <<" + name + ">>");
    }
    return text;
  }

  /** Returns a text as a literal, such as {@code 'it''s'}. */
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * Returns a name in quotes. Names of columns have only letters, digits and underscores, but some
   * are words of SQL, such as {@code order}.
   */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
