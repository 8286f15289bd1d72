package dev.sessionbeam.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says to a person why an expression has no value for a record. */
final class MissingValue {
  /** What the runtime writes before its message: the place, in the digits of the locale. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error( at [^:]*:\\p{Nd}+)?: ");

  private static final Pattern OVERLOAD =
      Pattern.compile("No matching overload for function '([^']*)'.*", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("For input string: (\".*\").*", Pattern.DOTALL);

  private static final int LONGEST_MESSAGE = 200;
  private static final int LONGEST_VALUE = 40;

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

  /**
   * Why an evaluation failed.
   *
   * @param read the names of the record's own fields that the expression reads
   */
  static String of(CelEvaluationException e, List<String> read, JsonObject fields) {
    String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    return cut(plain(message), LONGEST_MESSAGE) + values(read, fields);
  }

  private static String plain(String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return overload.group(1).replace("_", " ").strip() + " does not take a value of this type";
    }
    Matcher number = NUMBER.matcher(message);
    return number.matches() ? number.group(1) + " is not such a number" : message;
  }

  private static String values(List<String> read, JsonObject fields) {
    return read.stream()
        .map(name -> name + value(fields.get(name)))
        .collect(Collectors.joining(", ", read.isEmpty() ? "" : " (", read.isEmpty() ? "" : ")"));
  }

  private static String value(@Nullable JsonValue value) {
    return value == null ? " is missing" : " is " + cut(value.text(), LONGEST_VALUE);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
