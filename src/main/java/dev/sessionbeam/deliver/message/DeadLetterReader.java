package dev.sessionbeam.deliver.message;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what {@link DeadLetterJson} has written. */
final class DeadLetterReader {
  private final JsonObject fields;

  private DeadLetterReader(JsonObject fields) {
    this.fields = fields;
  }

  /** Returns the dead letter in a line; empty if the bytes are something else. */
  static Optional<DeadLetter> read(byte[] line) {
    try {
      return Optional.of(new DeadLetterReader(JsonObject.parse(line)).letter());
    } catch (JsonSyntaxException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private DeadLetter letter() {
    Source source = one(Source.values(), DeadLetterJson.SOURCE, Source::code);
    Subject subject =
        new Subject(source, text(DeadLetterJson.MACHINE), text(DeadLetterJson.ID), number(source));
    return new DeadLetter(
        new Delivery(text(DeadLetterJson.DESTINATION), text(DeadLetterJson.RULES), subject, body()),
        one(DeadLetterReason.values(), DeadLetterJson.REASON, DeadLetterReason::code),
        Math.toIntExact(integer(DeadLetterJson.ATTEMPTS)),
        error(DeadLetterJson.FIRST_ERROR),
        error(DeadLetterJson.LAST_ERROR));
  }

  private long number(Source source) {
    return switch (source) {
      case EVENTS -> Instant.parse(text(DeadLetterJson.INSTANT)).toEpochMilli();
      case SESSIONS -> integer(DeadLetterJson.REVISION);
    };
  }

  private byte[] body() {
    return fields.has(DeadLetterJson.PAYLOAD)
        ? text(DeadLetterJson.PAYLOAD).getBytes(StandardCharsets.UTF_8)
        : Base64.getDecoder().decode(text(DeadLetterJson.PAYLOAD_BASE64));
  }

  private String text(String field) {
    JsonValue value = fields.get(field);
    String text = value == null ? null : value.asString();
    if (text == null) {
      throw new IllegalArgumentException(field + " is not a string");
    }
    return text;
  }

  private @Nullable String error(String field) {
    JsonValue value = fields.get(field);
    return value == null || value.isNull() ? null : text(field);
  }

  private long integer(String field) {
    JsonValue value = fields.get(field);
    if (value == null || !value.isInteger()) {
      throw new IllegalArgumentException(field + " is not an integer");
    }
    return Long.parseLong(value.text());
  }

  private <T> T one(T[] values, String field, Function<T, String> code) {
    String text = text(field);
    return Arrays.stream(values)
        .filter(value -> code.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(field + " is unknown"));
  }
}
