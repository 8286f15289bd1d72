package dev.sessionbeam.expression;

import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the names that an expression uses as variables, before it is compiled. */
public final class Identifiers {
  private Identifiers() {}

  /** Returns whether an expression reads a field, or the record as a whole. */
  public static boolean mentions(String text, String name) {
    Set<String> all = all(text);
    return all.contains(name) || all.contains(ExpressionScope.THIS);
  }

  /**
   * Returns the variables in a text, without {@link ExpressionScope#THIS} and {@link
   * ExpressionScope#INSTANT}; or nothing if the text is not an expression.
   */
  public static Set<String> in(String text) {
    Set<String> names = all(text);
    names.remove(ExpressionScope.THIS);
    names.remove(ExpressionScope.INSTANT);
    return names;
  }

  private static Set<String> all(String text) {
    CelValidationResult parsed = Cel.compiler(ExpressionScope.of(Set.of(), false)).parse(text);
    try {
      return CelNavigableAst.fromAst(parsed.getAst())
          .getRoot()
          .allNodes()
          .filter(node -> node.getKind() == Kind.IDENT)
          .map(node -> node.expr().ident().name())
          .filter(name -> !name.startsWith("@"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (CelValidationException e) {
      return new TreeSet<>();
    }
  }
}
