package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.ExpressionScope;
import dev.sessionbeam.expression.Identifiers;
import dev.sessionbeam.expression.InvalidExpressionException;
import dev.sessionbeam.json.FieldPath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the definition has named so far: the fields with roles, and the fields that an
 * expression may use.
 */
final class KnownFields {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  // The reserved words of https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax, and
  // two names of this project.
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
          ExpressionScope.THIS,
          ExpressionScope.INSTANT);

  private static final String CUT =
      "; for YAML, ' #' begins a comment: put double quotes around the whole expression";

  private final OutputNames output = new OutputNames();
  private final Map<String, FieldPath> roles = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();

  /**
   * Adds a field that later expressions may use. A nested field adds the name of its outermost
   * object.
   */
  void add(FieldPath field, YamlNode node) {
    output.add(field, node);
    if (isVariable(field.head())) {
      names.add(field.head());
    }
  }

  /** Returns the names that expressions may use so far. */
  Set<String> names() {
    return names;
  }

  /** Returns whether an expression can use a field of this name by its name alone. */
  static boolean isVariable(String name) {
    return IDENTIFIER.matcher(name).matches() && !NO_VARIABLES.contains(name);
  }

  /** Adds the field of a role. */
  void addRole(String role, FieldPath field, YamlNode node) {
    roles.put(role, field);
    add(field, node);
  }

  /** Returns the names of the fields in the output. */
  OutputNames output() {
    return output;
  }

  /** Returns the role whose field is this one, is in it or contains it; null if there is none. */
  @Nullable String roleThatMeets(FieldPath field) {
    return role(path -> isWithin(path, field) || isWithin(field, path));
  }

  /** Returns the role that would lose its field if this one were removed; null if there is none. */
  @Nullable String roleWithin(FieldPath field) {
    return role(path -> isWithin(path, field));
  }

  /** Reads the condition in a setting; or notes a fault and returns null. */
  @Nullable Expression condition(YamlNode node, boolean instant) {
    return read(node, ExpressionScope.of(names, instant), Expression::condition);
  }

  /** Reads the value expression in a setting; or notes a fault and returns null. */
  @Nullable Expression value(YamlNode node, boolean instant) {
    return read(node, ExpressionScope.of(names, instant), Expression::value);
  }

  /** Returns whether a name is reserved in expressions, and notes a fault if it is. */
  static boolean isReserved(FieldPath field, YamlNode node) {
    String head = field.head();
    boolean reserved = head.equals(ExpressionScope.THIS) || head.equals(ExpressionScope.INSTANT);
    if (reserved) {
      node.fault(
          "'"
              + head
              + "' is a reserved name in expressions: read a field of this name as this."
              + head);
    }
    return reserved;
  }

  /** Reads the expression that gives a role; or notes a fault and returns null. */
  @Nullable Expression role(YamlNode node, boolean time) {
    String text = node.text();
    if (text != null) {
      Identifiers.in(text).forEach(name -> add(FieldPath.ofField(name), node));
    }
    return read(node, ExpressionScope.ofRole(names), time ? Expression::time : Expression::text);
  }

  private interface Reading {
    Expression read(String text, ExpressionScope scope) throws InvalidExpressionException;
  }

  private static @Nullable Expression read(YamlNode node, ExpressionScope scope, Reading reading) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    try {
      return reading.read(text, scope).at(node.path());
    } catch (InvalidExpressionException e) {
      String hint = node.isCutByComment() ? CUT : "";
      e.faults().forEach(fault -> node.fault(fault + hint));
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
