package dev.sessionbeam.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what people write in an expression that is not CEL, such as {@code and} for {@code &&}, and
 * says what to write. It is only asked about expressions that the compiler rejects.
 */
final class SyntaxHints {
  /** Texts in quotes, words, numbers and runs of operators. A quote that does not end is alone. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "[rRbB]*(?:\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'[^'\\\\\n]*+(?:\\\\.[^'\\\\\n]*+)*+')"
              + "|[A-Za-z_][A-Za-z0-9_]*|[=<>!&|~:]+|[^\\s]");

  private static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("=", "=="),
          Map.entry("===", "=="),
          Map.entry("!==", "!="),
          Map.entry("=!", "!="),
          Map.entry("<>", "!="),
          Map.entry(":=", "=="),
          Map.entry("=>", ">="),
          Map.entry("=<", "<="),
          Map.entry("&", "&&"),
          Map.entry("|", "||"),
          Map.entry("&&&", "&&"),
          Map.entry("|||", "||"));

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("and", "'&&'"),
          Map.entry("or", "'||'"),
          Map.entry("not", "'!'"),
          Map.entry("xor", "'!='"),
          Map.entry("is", "'=='"),
          Map.entry("eq", "'=='"),
          Map.entry("ne", "'!='"),
          Map.entry("mod", "'%'"),
          Map.entry("like", "field.contains('x'), field.startsWith('x') or field.matches('x.*')"),
          Map.entry("none", "'null'"),
          Map.entry("nil", "'null'"),
          Map.entry("null", "'null'"),
          Map.entry("undefined", "'null'"),
          Map.entry("true", "'true'"),
          Map.entry("false", "'false'"),
          Map.entry("if", "CONDITION ? VALUE : OTHER_VALUE"),
          Map.entry("then", "CONDITION ? VALUE : OTHER_VALUE"),
          Map.entry("else", "CONDITION ? VALUE : OTHER_VALUE"));

  /** The pattern needs time and stack that grow with a text. */
  private static final int LONGEST = 4000;

  private static final Set<String> LITERALS = Set.of("null", "true", "false");
  private static final String TYPOGRAPHIC = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb`";

  private final String text;
  private final Set<String> known;
  private final List<String> hints = new ArrayList<>();

  private SyntaxHints(String text, Set<String> known) {
    this.text = text;
    this.known = known;
  }

  /**
   * Returns a message for each place in a text that is not CEL; empty if none is known.
   *
   * @param known the names of the scope, which are never faults
   */
  static List<String> of(String text, Set<String> known) {
    SyntaxHints hints = new SyntaxHints(text, known);
    if (text.length() > LONGEST) {
      return List.of();
    }
    Matcher tokens = TOKEN.matcher(text);
    String before = "";
    while (tokens.find()) {
      hints.look(tokens.toMatchResult(), before);
      before = tokens.group();
    }
    return hints.hints;
  }

  /** Returns what to write for a word that is not CEL; null if it is not known. */
  static @Nullable String forWord(String word) {
    String write = WORDS.get(word.toLowerCase(Locale.ROOT));
    return write == null || LITERALS.contains(word) ? null : "write " + write;
  }

  private void look(MatchResult token, String before) {
    String found = token.group();
    char first = found.charAt(0);
    if (Character.isLetter(first) || first == '_') {
      String hint = before.equals(".") || known.contains(found) ? null : forWord(found);
      if (hint != null && !found.endsWith("'") && !found.endsWith("\"")) {
        add(token, hint);
      }
    } else if (OPERATORS.containsKey(found)) {
      add(token, "write '" + OPERATORS.get(found) + "'");
    } else if (found.equals("~") || found.equals("=~") || found.equals("!~")) {
      add(token, "write field.matches('x.*')");
    } else if (found.equals("\"") || found.equals("'")) {
      add(
          token,
          "the text that begins here does not end; a backslash in it is written twice, or once in"
              + " r'...'");
    } else if (found.equals(";")) {
      add(token, "remove it");
    } else if (TYPOGRAPHIC.indexOf(first) >= 0) {
      add(token, "put a text in ' or \"");
    } else if (found.equals("#")) {
      add(token, "an expression has no comments; remove it, or put a text in quotes");
    } else if (found.equals("(") && before.equals("in")) {
      add(token, "write a list in brackets, such as x in ['a', 'b']");
    }
  }

  private void add(MatchResult token, String hint) {
    hints.add("'" + token.group() + "' is not CEL here" + where(token.start()) + "; " + hint);
  }

  /** The column in its line, in characters, as the compiler counts it. */
  private String where(int index) {
    int line = text.lastIndexOf('\n', index - 1) + 1;
    return " (column " + (text.codePointCount(line, index) + 1) + ")";
  }
}
