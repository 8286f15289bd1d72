package dev.sessionbeam.deliver.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.hash.Hashing;
import dev.sessionbeam.deliver.dlq.StoredLetter.Kind;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.json.Json;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dead letter out of a message: one of this program, also if an SNS topic has wrapped it;
 * one of a Lambda function, in both of AWS's formats; or anything else that somebody put there.
 */
final class LetterReader {
  private static final int LONGEST_REASON = 80;
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z-]+");

  private LetterReader() {}

  static StoredLetter read(Message message) {
    JsonNode body = tree(message.body());
    if (body.has("idempotency_key") && body.has("destination")) {
      return ours(message);
    }
    if (body.path("Type").asText("").equals("Notification") && body.path("Message").isTextual()) {
      return read(
          new Message(
              message.id(), message.attributes(), body.path("Message").asText(), message.sent()));
    }
    if (message.attributes().containsKey("RequestID")
        && message.attributes().containsKey("ErrorCode")) {
      String error = message.attributes().getOrDefault("ErrorMessage", "");
      return other(Kind.LAMBDA, null, ofLambda(error), message, message.body().getBytes(UTF_8));
    }
    Optional<byte[]> payload =
        body.path("requestContext").isObject() ? payload(message) : Optional.empty();
    if (payload.isPresent()) {
      String error = body.path("responsePayload").path("errorMessage").asText("");
      String condition = body.path("requestContext").path("condition").asText("");
      String function = body.path("requestContext").path("functionArn").asText("");
      return other(
          Kind.LAMBDA,
          FunctionArn.ofFunction(function),
          ofLambda(error.isEmpty() ? condition : error),
          message,
          payload.get());
    }
    return other(Kind.FOREIGN, null, LetterFilter.FOREIGN, message, message.body().getBytes(UTF_8));
  }

  private static JsonNode tree(String body) {
    try {
      JsonNode tree = Json.tree(body);
      return tree == null ? Json.tree("null") : tree;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static StoredLetter ours(Message message) {
    return DeadLetterJson.read(message.body().getBytes(UTF_8))
        .map(letter -> ours(letter, message))
        .orElseGet(() -> StoredLetter.unreadable(message));
  }

  private static StoredLetter ours(DeadLetter letter, Message message) {
    return new StoredLetter(
        Kind.OURS,
        "key:" + letter.delivery().key(),
        letter.delivery().destination(),
        null,
        letter.reason().code(),
        message.sent(),
        letter.delivery());
  }

  private static StoredLetter other(
      Kind kind, @Nullable String function, String reason, Message message, byte[] body) {
    String identity =
        message.id().isEmpty()
            ? "body:" + Hashing.sha256().hashBytes(body)
            : "message:" + plain(message.id());
    return StoredLetter.withoutDestination(kind, function, reason, identity, message, body);
  }

  /** An id as SQS writes it; for one that another program wrote, a hash of it. */
  private static String plain(String id) {
    return PLAIN.matcher(id).matches() ? id : Hashing.sha256().hashString(id, UTF_8).toString();
  }

  /** The event that a function failed with, as written; empty if there is none. */
  private static Optional<byte[]> payload(Message message) {
    try {
      @Nullable JsonValue payload =
          JsonObject.parse(message.body().getBytes(UTF_8)).get("requestPayload");
      return Optional.ofNullable(payload).map(JsonValue::toBytes);
    } catch (JsonSyntaxException e) {
      return Optional.empty();
    }
  }

  private static String ofLambda(String error) {
    String line = error.lines().findFirst().orElse("");
    String shortened = line.substring(0, Math.min(line.length(), LONGEST_REASON));
    // People copy it, and do not see spaces at its end.
    return (LetterFilter.LAMBDA + ": " + shortened).strip();
  }
}
