package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.parser.Operator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Keeps CEL's type check from guessing the type of an element of a record's field, such as {@code
 * this['a']} and {@code a[0]}. The check knows that the field has any type, but for an element it
 * takes the first type that fits: {@code int(this['a'])} would convert integers only, and {@code
 * this['a'] + this['b']} would be an integer. So each element is written as {@code dyn(…)} during
 * the check, and as before after it.
 */
final class UntypedElements {
  private static final String DYN = "dyn";

  /** Beyond the numbers that the parser gives. */
  private static final long FIRST_ID = 1L << 40;

  private UntypedElements() {}

  /** Returns a parsed tree whose elements have any type. */
  static CelAbstractSyntaxTree hide(CelAbstractSyntaxTree parsed) {
    CelMutableAst tree = CelMutableAst.fromCelAst(parsed);
    long id = FIRST_ID;
    for (CelMutableExpr element : find(tree, UntypedElements::isElementOfField)) {
      CelMutableExpr inner = CelMutableExpr.newInstance(element);
      element.setCall(CelMutableCall.create(DYN, inner));
      element.setId(id++);
    }
    return CelAbstractSyntaxTree.newParsedAst(tree.toParsedAst().getExpr(), parsed.getSource());
  }

  /** Returns a checked tree without what {@link #hide} added. */
  static CelAbstractSyntaxTree restore(CelAbstractSyntaxTree checked) {
    CelMutableAst tree = CelMutableAst.fromCelAst(checked);
    for (CelMutableExpr added : find(tree, expression -> expression.id() >= FIRST_ID)) {
      CelMutableExpr element = added.call().args().get(0);
      added.setCall(element.call());
      added.setId(element.id());
    }
    return CelAbstractSyntaxTree.newCheckedAst(
        tree.toParsedAst().getExpr(),
        checked.getSource(),
        checked.getReferenceMap(),
        checked.getTypeMap());
  }

  private static List<CelMutableExpr> find(CelMutableAst tree, Predicate<CelMutableExpr> which) {
    return CelNavigableMutableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableMutableExpr::expr)
        .filter(which)
        .toList();
  }

  private static boolean isElementOfField(CelMutableExpr expression) {
    return isIndex(expression) && isOfField(expression.call().args().get(0));
  }

  private static boolean isIndex(CelMutableExpr expression) {
    return expression.getKind() == Kind.CALL
        && expression.call().function().equals(Operator.INDEX.getFunction());
  }

  /** Whether a value is a field, is in one, or was found in one by {@code first}. */
  private static boolean isOfField(CelMutableExpr value) {
    return switch (value.getKind()) {
      case IDENT, COMPREHENSION -> true;
      case SELECT -> isOfField(value.select().operand());
      case CALL -> isIndex(value) ? isOfField(value.call().args().get(0)) : isFirst(value);
      default -> false;
    };
  }

  private static boolean isFirst(CelMutableExpr value) {
    return value.call().function().equals("first") || value.call().function().equals(DYN);
  }
}
