package dev.sessionbeam.draft;

import dev.sessionbeam.json.Text;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record, or a value in a list of keys and values.
 *
 * @param segments the names from the outermost to the innermost
 * @param key the key, if the value is in a list of objects with a field {@code key}: then the last
 *     names are those inside that object; null for a plain field
 * @param inside the names from the object with the key to the value; empty for a plain field
 */
record FieldRef(List<String> segments, @Nullable String key, List<String> inside) {
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\w@$:/-]+");
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_]\\w*");

  /** Words of CEL, and names that an expression has for other things. */
  private static final Set<String> NOT_NAMES =
      Set.of(
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while",
          "this",
          "instant");

  FieldRef {
    segments = List.copyOf(segments);
    inside = List.copyOf(inside);
  }

  /** A plain field. */
  static FieldRef of(List<String> segments) {
    return new FieldRef(segments, null, List.of());
  }

  /** The names that say what the value is, from the outermost to the innermost. */
  List<String> names() {
    return key == null ? segments : List.of(key.split("\\.", -1));
  }

  boolean isTopLevel() {
    return key == null && segments.size() == 1;
  }

  /** Returns the text of a role that has this value: a field, or an expression. */
  String asRole() {
    return key == null ? path() : expression();
  }

  /** Returns the path as a definition writes it. */
  String path() {
    return String.join(".", segments.stream().map(FieldRef::quoted).toList());
  }

  private static String quoted(String name) {
    if (PLAIN_NAME.matcher(name).matches()) {
      return name;
    }
    return name.indexOf('"') < 0 ? '"' + name + '"' : '`' + name + '`';
  }

  /** Whether a definition can write the field: no name is empty or has both kinds of quotes. */
  boolean canBeWritten() {
    return segments.stream()
        .allMatch(
            name ->
                !name.isEmpty()
                    && Text.isWellFormed(name)
                    && (name.indexOf('"') < 0 || name.indexOf('`') < 0));
  }

  /** Returns the value as an expression. */
  String expression() {
    String head = segments.get(0);
    StringBuilder text =
        new StringBuilder(isIdentifier(head) ? head : "this[" + Texts.literal(head) + "]");
    append(text, segments.subList(1, segments.size()));
    if (key != null) {
      text.append(".first('key', ").append(Texts.literal(key)).append(')');
      append(text, inside);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> names) {
    for (String name : names) {
      if (isIdentifier(name)) {
        text.append('.').append(name);
      } else {
        text.append('[').append(Texts.literal(name)).append(']');
      }
    }
  }

  private static boolean isIdentifier(String name) {
    return IDENTIFIER.matcher(name).matches() && !NOT_NAMES.contains(name);
  }
}
