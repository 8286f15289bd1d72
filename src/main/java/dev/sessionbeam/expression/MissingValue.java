package dev.sessionbeam.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.sessionbeam.json.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says to a person why an expression has no value for a record. */
final class MissingValue {
  /** What the runtime writes before its message: where in the expression it failed. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error( at [^:]*:\\d+)?: ");

  private static final int LONGEST = 300;

  private MissingValue() {}

  /** Why a result is neither true nor false; null if it is. */
  static @Nullable String ofCondition(@Nullable Object result) {
    return result instanceof Boolean ? null : "the result is neither true nor false";
  }

  /** Why a result has no JSON form; null if it has one. */
  static @Nullable String of(@Nullable Object result, @Nullable JsonValue json) {
    if (json != null) {
      return null;
    }
    return result == null ? "there is no result" : "the result is too large, or has no JSON form";
  }

  /** Why an evaluation failed. */
  static String of(CelEvaluationException e) {
    String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
  }
}
