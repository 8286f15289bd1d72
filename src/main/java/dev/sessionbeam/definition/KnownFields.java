package dev.sessionbeam.definition;

import dev.sessionbeam.event.FieldPath;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.InvalidExpressionException;
import dev.sessionbeam.expression.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a definition has said of the records' fields so far: which play a role, and which an
 * expression may use.
 */
final class KnownFields {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  // https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax, and the two names that
  // are ours.
  private static final Set<String> NO_VARIABLES =
      Set.of(
          "as",
          "break",
          "const",
          "continue",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "let",
          "loop",
          "namespace",
          "null",
          "package",
          "return",
          "true",
          "var",
          "void",
          "while",
          Scope.THIS,
          Scope.INSTANT);

  private final Map<String, FieldPath> roles = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();

  /**
   * Takes note of a field that an expression may use from here on, by its own name or that of what
   * it is nested in.
   */
  void add(FieldPath field) {
    if (IDENTIFIER.matcher(field.head()).matches() && !NO_VARIABLES.contains(field.head())) {
      names.add(field.head());
    }
  }

  /** Takes note of a role's field. */
  void addRole(String role, FieldPath field) {
    roles.put(role, field);
    add(field);
  }

  /** The role whose field is this one, lies in it or holds it; null where there is none. */
  @Nullable String roleThatMeets(FieldPath field) {
    return role(path -> isWithin(path, field) || isWithin(field, path));
  }

  /** The role that would lose its field with this one; null where there is none. */
  @Nullable String roleWithin(FieldPath field) {
    return role(path -> isWithin(path, field));
  }

  /** The condition that a setting holds. */
  @Nullable Expression condition(YamlNode node, boolean instant) {
    return read(node, instant, Expression::condition);
  }

  /** The value that a setting computes. */
  @Nullable Expression value(YamlNode node, boolean instant) {
    return read(node, instant, Expression::value);
  }

  /** Whether a name means something of its own in expressions; then that is a fault. */
  static boolean isReserved(FieldPath field, YamlNode node) {
    String head = field.head();
    boolean reserved = head.equals(Scope.THIS) || head.equals(Scope.INSTANT);
    if (reserved) {
      node.fault(
          "'" + head + "' is a name of the expressions' own: read such a field as this." + head);
    }
    return reserved;
  }

  private interface Reading {
    Expression read(String text, Scope scope) throws InvalidExpressionException;
  }

  private @Nullable Expression read(YamlNode node, boolean instant, Reading reading) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      return reading.read(text, Scope.of(names, instant));
    } catch (InvalidExpressionException e) {
      e.faults().forEach(node::fault);
      return null;
    }
  }

  private @Nullable String role(Predicate<FieldPath> which) {
    for (Map.Entry<String, FieldPath> role : roles.entrySet()) {
      if (which.test(role.getValue())) {
        return role.getKey();
      }
    }
    return null;
  }

  private static boolean isWithin(FieldPath inner, FieldPath outer) {
    int depth = outer.segments().size();
    return inner.segments().size() >= depth
        && inner.segments().subList(0, depth).equals(outer.segments());
  }
}
