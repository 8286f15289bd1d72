package dev.sessionbeam.expression;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;

/** Measures how deeply an expression is nested, without calling itself. */
final class Depth {
  private Depth() {}

  /** Returns the number of levels of an expression, at least 1. */
  static int of(CelExpr expression) {
    int depth = 0;
    List<CelExpr> level = List.of(expression);
    while (!level.isEmpty()) {
      depth++;
      List<CelExpr> next = new ArrayList<>();
      level.forEach(node -> addChildren(node, next));
      level = next;
    }
    return depth;
  }

  private static void addChildren(CelExpr node, List<CelExpr> children) {
    switch (node.getKind()) {
      case SELECT -> children.add(node.select().operand());
      case CALL -> {
        node.call().target().ifPresent(children::add);
        children.addAll(node.call().args());
      }
      case LIST -> children.addAll(node.list().elements());
      case MAP ->
          node.map()
              .entries()
              .forEach(
                  entry -> {
                    children.add(entry.key());
                    children.add(entry.value());
                  });
      case STRUCT -> node.struct().entries().forEach(entry -> children.add(entry.value()));
      case COMPREHENSION -> {
        children.add(node.comprehension().iterRange());
        children.add(node.comprehension().accuInit());
        children.add(node.comprehension().loopCondition());
        children.add(node.comprehension().loopStep());
        children.add(node.comprehension().result());
      }
      default -> {}
    }
  }
}
