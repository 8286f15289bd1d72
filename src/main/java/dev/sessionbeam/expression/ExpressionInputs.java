package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that the result of an expression depends on. CEL has no clock, no randomness and no
 * state, so equal inputs give equal results.
 *
 * @param fields the names of the record's own fields that the expression reads
 * @param wholeRecord whether the expression reads the record as a whole
 * @param instant how precisely the expression reads the event's time
 * @param source whether the expression reads {@link SourceValues}
 * @param areOnlyWrittenOut whether the expression is only {@code instant.rfc3339()}
 */
record ExpressionInputs(
    List<String> fields,
    boolean wholeRecord,
    Precision instant,
    boolean source,
    boolean areOnlyWrittenOut) {

  /** How precisely an expression reads the instant. */
  enum Precision {
    NONE,
    HOUR,
    FULL
  }

  /** Functions that return the same for all instants of an hour in UTC, without a time zone. */
  private static final Set<String> OF_THE_HOUR =
      Set.of(
          "date",
          "isoDayOfWeek",
          "getDate",
          "getDayOfMonth",
          "getDayOfWeek",
          "getDayOfYear",
          "getFullYear",
          "getHours",
          "getMonth");

  ExpressionInputs {
    fields = List.copyOf(fields);
  }

  static ExpressionInputs of(CelAbstractSyntaxTree tree, ExpressionScope scope) {
    CelNavigableExpr root = CelNavigableAst.fromAst(tree).getRoot();
    List<String> names = names(root).distinct().toList();
    Precision instant =
        root.allNodes()
            .filter(ExpressionInputs::isInstant)
            .map(ExpressionInputs::precision)
            .reduce(Precision.NONE, (a, b) -> a.compareTo(b) > 0 ? a : b);
    return new ExpressionInputs(
        names.stream().filter(scope.names()::contains).toList(),
        names.contains(ExpressionScope.THIS),
        instant,
        names.stream().anyMatch(SourceValues::isVariable),
        callOnInstant(root.expr()).equals("rfc3339"));
  }

  private static Stream<String> names(CelNavigableExpr root) {
    return root.allNodes()
        .filter(node -> node.getKind() == Kind.IDENT)
        .map(node -> node.expr().ident().name());
  }

  private static boolean isInstant(CelNavigableExpr node) {
    return isInstant(node.expr());
  }

  private static boolean isInstant(CelExpr expression) {
    return expression.getKind() == Kind.IDENT
        && expression.ident().name().equals(ExpressionScope.INSTANT);
  }

  private static Precision precision(CelNavigableExpr instant) {
    CelExpr parent = instant.parent().map(CelNavigableExpr::expr).orElse(null);
    boolean hourly = parent != null && OF_THE_HOUR.contains(callOnInstant(parent));
    return hourly ? Precision.HOUR : Precision.FULL;
  }

  /** Returns the function that is called on the instant without arguments; or an empty text. */
  private static String callOnInstant(@Nullable CelExpr expression) {
    if (expression == null || expression.getKind() != Kind.CALL) {
      return "";
    }
    boolean plain = expression.call().args().isEmpty();
    boolean onInstant = expression.call().target().filter(ExpressionInputs::isInstant).isPresent();
    return plain && onInstant ? expression.call().function() : "";
  }
}
