package dev.sessionbeam.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.parser.Operator;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls that have no value for any record because of an argument that is written in the
 * expression: an unknown time zone, a text that is not a valid regular expression, a division by
 * zero, a negative index.
 */
final class LiteralArguments {
  private static final Set<String> DIVISIONS =
      Set.of(Operator.DIVIDE.getFunction(), Operator.MODULO.getFunction());
  private static final Set<String> INDEXED =
      Set.of(Operator.INDEX.getFunction(), "substring", "charAt");
  private static final String ARGUMENT = "argument";

  private static final CelRuntime.Program ZONE = program("instant.getHours(argument)");
  private static final CelRuntime.Program PATTERN = program("''.matches(argument)");

  private LiteralArguments() {}

  /**
   * A fault in a call.
   *
   * @param at the node that is wrong
   * @param hint the end of the message, after its column
   */
  record Fault(long at, String message, String hint) {}

  /** Returns what is wrong with the arguments of a call, or null. */
  static @Nullable Fault fault(CelCall call) {
    List<CelExpr> arguments = call.args();
    if (arguments.isEmpty()) {
      return null;
    }
    String function = call.function();
    CelExpr last = arguments.get(arguments.size() - 1);
    if (function.equals("matches")) {
      return pattern(last);
    }
    if (function.startsWith("get") && call.target().isPresent()) {
      return zone(last);
    }
    if (DIVISIONS.contains(function) && isZero(last.constantOrDefault())) {
      return new Fault(last.id(), "this never has a value: it divides by zero", "");
    }
    return INDEXED.contains(function) ? index(arguments) : null;
  }

  private static @Nullable Fault zone(CelExpr argument) {
    String zone = text(argument);
    if (zone == null || failure(ZONE, zone) == null) {
      return null;
    }
    String nearest = NearestName.to(zone, ZoneId.getAvailableZoneIds());
    return new Fault(
        argument.id(),
        "unknown time zone '" + zone + "'",
        nearest == null
            ? "; write a name such as 'Europe/Berlin', or an offset such as '+01:00'"
            : "; did you mean '" + nearest + "'?");
  }

  private static @Nullable Fault pattern(CelExpr argument) {
    String pattern = text(argument);
    String failure = pattern == null ? null : failure(PATTERN, pattern);
    return failure == null
        ? null
        : new Fault(
            argument.id(), "'" + pattern + "' is not a valid regular expression", ": " + failure);
  }

  private static @Nullable Fault index(List<CelExpr> arguments) {
    for (CelExpr argument : arguments) {
      CelConstant constant = argument.constantOrDefault();
      if (constant.getKind() == CelConstant.Kind.INT64_VALUE && constant.int64Value() < 0) {
        return new Fault(argument.id(), "this never has a value: the index is below 0", "");
      }
    }
    return null;
  }

  private static boolean isZero(CelConstant constant) {
    return switch (constant.getKind()) {
      case INT64_VALUE -> constant.int64Value() == 0;
      case UINT64_VALUE -> constant.uint64Value().longValue() == 0;
      default -> false;
    };
  }

  private static @Nullable String text(CelExpr argument) {
    CelConstant constant = argument.constantOrDefault();
    return constant.getKind() == CelConstant.Kind.STRING_VALUE ? constant.stringValue() : null;
  }

  private static CelRuntime.Program program(String text) {
    try {
      return Cel.runtime()
          .createProgram(ExpressionCheck.compile(text, ExpressionScope.of(Set.of(ARGUMENT), true)));
    } catch (InvalidExpressionException | CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns why a program fails for an argument, or null if it does not. */
  private static @Nullable String failure(CelRuntime.Program program, String argument) {
    Limits.begin();
    try {
      Object unused =
          program.eval(Map.of(ARGUMENT, argument, ExpressionScope.INSTANT, Instant.EPOCH));
      return null;
    } catch (CelEvaluationException e) {
      return Constants.reason(e);
    }
  }
}
