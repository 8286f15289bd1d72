package dev.sessionbeam.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.NullValue;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.Operator;
import java.util.Optional;

/**
 * The macro {@code coalesce(a, b, …)}: the first argument that can be computed and is not null;
 * otherwise the last argument. An argument is computed only if no earlier one is the result.
 */
final class Coalesce {
  private static final String NAME = "coalesce";
  private static final int MOST = 8;

  // No name of a definition can have this character. See the macro cel.bind.
  private static final String CANDIDATE = "@candidate";
  private static final String UNUSED = "#unused";

  private Coalesce() {}

  static CelMacro macro() {
    return CelMacro.newGlobalVarArgMacro(NAME, Coalesce::expand);
  }

  private static Optional<CelExpr> expand(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
    if (arguments.isEmpty() || arguments.size() > MOST) {
      return Optional.of(factory.reportError("coalesce() takes 1 to " + MOST + " arguments"));
    }
    CelExpr result = anyType(factory, arguments.get(arguments.size() - 1));
    for (CelExpr argument : arguments.subList(0, arguments.size() - 1).reverse()) {
      result = orElse(factory, anyType(factory, argument), result);
    }
    return Optional.of(result);
  }

  /** Hides the type of an argument, so that arguments may have different types. */
  private static CelExpr anyType(CelMacroExprFactory factory, CelExpr argument) {
    return factory.newGlobalCall("dyn", argument);
  }

  private static CelExpr orElse(CelMacroExprFactory factory, CelExpr argument, CelExpr otherwise) {
    CelExpr isNull =
        factory.newGlobalCall(
            Operator.EQUALS.getFunction(),
            factory.newIdentifier(CANDIDATE),
            factory.newConstant(CelConstant.ofValue(NullValue.NULL_VALUE)));
    // True if the candidate is null, and if it cannot be computed.
    CelExpr isMissing = factory.newGlobalCall(Operator.NOT_STRICTLY_FALSE.getFunction(), isNull);
    CelExpr choice =
        factory.newGlobalCall(
            Operator.CONDITIONAL.getFunction(),
            isMissing,
            otherwise,
            factory.newIdentifier(CANDIDATE));
    // A loop without a turn, whose variable is computed when it is first used.
    return factory.fold(
        UNUSED,
        factory.newList(),
        CANDIDATE,
        argument,
        factory.newBoolLiteral(false),
        factory.newIdentifier(CANDIDATE),
        choice);
  }
}
