package dev.sessionbeam.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what Beam throws for a flag into a message that names the flag. */
final class FlagFault {
  private static final Pattern UNKNOWN =
      Pattern.compile(
          ".*missing a property named '([^']*)'\\.(?: Did you mean '([^']*)'\\?)?.*",
          Pattern.DOTALL);

  /** Where Jackson read a text: it was a flag, so that says nothing. */
  private static final Pattern SOURCE =
      Pattern.compile("\\s*(?:at )?\\[Source: .*", Pattern.DOTALL);

  private static final Pattern CLASS_NAME =
      Pattern.compile("^(?:[a-z][a-z0-9_]*\\.)+[A-Z][A-Za-z0-9_$]*(?:Exception|Error): ");

  private FlagFault() {}

  /** Returns the message for a flag that Beam rejects. */
  static String of(String name, String value, RuntimeException e) {
    Matcher unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
    if (unknown.matches()) {
      String nearest = unknown.group(2);
      return "unknown flag --"
          + name
          + (nearest == null ? "" : "; did you mean --" + nearest + "?");
    }
    return "--" + name + ": '" + value + "' is not valid here: " + reason(e);
  }

  private static String wanted(Class<?> type) {
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      boolean small = type == Integer.class || type == int.class;
      return "a whole number, up to " + (small ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }
    if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    Object[] values = type.getEnumConstants();
    return values == null
        ? "a " + type.getSimpleName()
        : "one of " + Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Returns why something is not valid, in one line, without the names of classes and sources. */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof JsonProcessingException)) {
      cause = cause.getCause();
    }
    if (cause instanceof NumberFormatException) {
      return "it must be a number";
    }
    if (cause instanceof InvalidFormatException format) {
      return "it must be " + wanted(format.getTargetType());
    }
    if (cause instanceof ClassNotFoundException && e.getMessage() != null) {
      return e.getMessage();
    }
    String message =
        cause instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : cause.getMessage() == null ? e.getMessage() : cause.getMessage();
    if (message == null) {
      return "the value is out of range";
    }
    String plain = SOURCE.matcher(message).replaceFirst("");
    plain = CLASS_NAME.matcher(plain).replaceFirst("");
    return plain.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
