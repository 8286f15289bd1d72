package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import java.util.List;
import java.util.Set;

/** Compiles an expression, and reports everything that is wrong with it for each record. */
final class ExpressionCheck {
  private static final Set<CelKind> WITHOUT_JSON =
      Set.of(CelKind.BYTES, CelKind.DURATION, CelKind.TYPE);

  // The checker and the interpreter call themselves for each level. Macros add levels.
  private static final int MAX_DEPTH = 250;

  private static final Set<CelKind> TIMES =
      Set.of(CelKind.TIMESTAMP, CelKind.INT, CelKind.UINT, CelKind.DOUBLE, CelKind.STRING);

  private ExpressionCheck() {}

  /** Checks a text that must be true or false. */
  static void condition(String text, ExpressionScope scope) throws InvalidExpressionException {
    CelAbstractSyntaxTree tree = checkConstants(compile(text, scope));
    CelType type = tree.getResultType();
    Object constant = Constants.valueOf(tree);
    if (type.kind() != CelKind.BOOL
        && (type.kind() != CelKind.DYN || (constant != null && !(constant instanceof Boolean)))) {
      throw new InvalidExpressionException(
          List.of(
              "a condition must be true or false, but this expression has the type "
                  + type.name()));
    }
  }

  /** Checks a text that must compute a text. */
  static void text(String text, ExpressionScope scope) throws InvalidExpressionException {
    requireType(
        text, scope, Set.of(CelKind.STRING), "text. string(…) turns a number into its digits");
  }

  /** Checks a text that must compute a time. */
  static void time(String text, ExpressionScope scope) throws InvalidExpressionException {
    requireType(text, scope, TIMES, "a timestamp, a number or a text");
  }

  private static void requireType(
      String text, ExpressionScope scope, Set<CelKind> allowed, String needed)
      throws InvalidExpressionException {
    CelType type = checkConstants(compile(text, scope)).getResultType();
    if (type.kind() != CelKind.DYN && !allowed.contains(type.kind())) {
      throw new InvalidExpressionException(
          List.of("has the type " + type.name() + ", but must be " + needed));
    }
  }

  /** Checks a text that must compute a value. */
  static void value(String text, ExpressionScope scope) throws InvalidExpressionException {
    CelAbstractSyntaxTree tree = checkConstants(compile(text, scope));
    CelType type = tree.getResultType();
    if (WITHOUT_JSON.contains(type.kind())) {
      throw new InvalidExpressionException(
          List.of(
              "a value must have a JSON form, but this expression has the type "
                  + type.name()
                  + ": convert it, for example with string()"));
    }
    Object constant = Constants.valueOf(tree);
    if (constant != null && JsonResult.of(constant) == null) {
      throw new InvalidExpressionException(
          List.of("the expression never has a value: " + constant + " has no JSON form"));
    }
  }

  private static CelAbstractSyntaxTree checkConstants(CelAbstractSyntaxTree tree)
      throws InvalidExpressionException {
    List<String> faults = Constants.faults(tree);
    if (!faults.isEmpty()) {
      throw new InvalidExpressionException(faults);
    }
    return tree;
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidExpressionException if the text is not an expression; it has all faults
   */
  static CelAbstractSyntaxTree compile(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    CelCompiler compiler = Cel.compiler(scope);
    CelAbstractSyntaxTree parsed = tree(compiler.parse(text), text, scope);
    if (Depth.of(parsed.getExpr()) > MAX_DEPTH) {
      throw new InvalidExpressionException(
          List.of("the expression is nested too deeply: split it over more than one field"));
    }
    CelAbstractSyntaxTree checked = tree(compiler.check(UntypedElements.hide(parsed)), text, scope);
    return Overloads.extend(UntypedElements.restore(checked));
  }

  private static CelAbstractSyntaxTree tree(
      CelValidationResult result, String text, ExpressionScope scope)
      throws InvalidExpressionException {
    if (result.hasError()) {
      throw new InvalidExpressionException(CompilerFault.all(result.getErrors(), text, scope));
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new InvalidExpressionException(List.of(e.getMessage()));
    }
  }
}
