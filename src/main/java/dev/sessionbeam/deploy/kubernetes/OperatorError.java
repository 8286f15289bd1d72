package dev.sessionbeam.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Errors in the status of a FlinkDeployment. */
final class OperatorError {
  private static final int MOST = 500;

  private OperatorError() {}

  /**
   * Returns the innermost message of an error, in one line.
   *
   * @param error a text, or an exception as JSON with the list of its causes
   * @return null if the error is empty
   */
  static @Nullable String text(String error) {
    String text = error.startsWith("{") ? innermost(error) : error;
    String line =
        text.lines().map(String::strip).filter(it -> !it.isEmpty()).findFirst().orElse("");
    if (line.isEmpty()) {
      return null;
    }
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }

  private static String innermost(String error) {
    JsonNode json;
    try {
      json = Json.read(error, "status.error");
    } catch (IOException e) {
      // Cut off, as the operator does with long ones.
      return error;
    }
    String message = json.path("message").asText();
    for (JsonNode cause : json.path("throwableList")) {
      String inner = cause.path("message").asText();
      message = inner.isBlank() ? message : inner;
    }
    return message;
  }
}
