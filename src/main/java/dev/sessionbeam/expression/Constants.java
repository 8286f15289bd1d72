package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.navigation.TraversalOrder;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes the parts of an expression that are the same for each record, to find those that never
 * have a value: {@code int('abc')}, {@code 1 / 0}. Such a part is a fault wherever it is, even if
 * the expression has a value without it.
 */
final class Constants {
  private static final Set<Kind> COMPUTED = Set.of(Kind.CALL, Kind.SELECT);

  private final CelAbstractSyntaxTree tree;
  private final Set<Long> constant = new HashSet<>();
  private final Set<Long> faulty = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  private Constants(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /** Returns a message for each part that never has a value, and not for what contains it. */
  static List<String> faults(CelAbstractSyntaxTree tree) {
    Constants constants = new Constants(tree);
    nodes(tree).forEach(constants::visit);
    return constants.faults;
  }

  /** Returns the value of an expression that depends on no record, or null if it has none. */
  static @Nullable Object valueOf(CelAbstractSyntaxTree tree) {
    boolean isConstant =
        nodes(tree).stream()
            .noneMatch(
                node -> node.getKind() == Kind.IDENT || node.getKind() == Kind.COMPREHENSION);
    try {
      return isConstant ? compute(tree) : null;
    } catch (CelEvaluationException e) {
      return null;
    }
  }

  private static List<CelNavigableExpr> nodes(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree).getRoot().allNodes(TraversalOrder.POST_ORDER).toList();
  }

  private static Object compute(CelAbstractSyntaxTree tree) throws CelEvaluationException {
    Limits.begin();
    return Cel.runtime().createProgram(tree).eval(Map.of());
  }

  /** Visits a node after the nodes below it. */
  private void visit(CelNavigableExpr node) {
    List<Long> below = node.children().map(CelNavigableExpr::id).toList();
    if (below.stream().anyMatch(faulty::contains)) {
      faulty.add(node.id());
      return;
    }
    if (node.getKind() == Kind.CALL) {
      LiteralArguments.Fault fault = LiteralArguments.fault(node.expr().call());
      if (fault != null) {
        add(fault.at(), fault.message(), fault.hint());
        faulty.add(node.id());
        return;
      }
    }
    if (node.getKind() != Kind.IDENT
        && node.getKind() != Kind.COMPREHENSION
        && constant.containsAll(below)) {
      constant.add(node.id());
      if (COMPUTED.contains(node.getKind())) {
        requireValue(node.expr());
      }
    }
  }

  private void requireValue(CelExpr part) {
    try {
      Object unused =
          compute(
              CelAbstractSyntaxTree.newCheckedAst(
                  part, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap()));
    } catch (CelEvaluationException e) {
      add(part.id(), "this never has a value: " + reason(e), "");
      faulty.add(part.id());
    }
  }

  private void add(long at, String message, String hint) {
    CelSource source = tree.getSource();
    Integer offset = source.getPositionsMap().get(at);
    String column =
        offset == null
            ? ""
            : source
                .getOffsetLocation(offset)
                .map(location -> " (column " + (location.getColumn() + 1) + ")")
                .orElse("");
    faults.add(message + column + hint);
  }

  /** Returns the message of the exception that CEL's own one wraps. */
  static String reason(CelEvaluationException thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
