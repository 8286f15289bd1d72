package dev.sessionbeam.deliver.connect;

import com.google.common.base.Utf8;
import com.google.common.hash.Hashing;
import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A message for SQS or SNS.
 *
 * @param text what is sent; null if it is not text, so that it cannot be sent
 * @param attributes by name
 * @param group by what messages of a {@code .fifo} queue are ordered
 * @param deduplication by what a {@code .fifo} queue tells copies apart
 */
record TextMessage(
    @Nullable String text, Map<String, String> attributes, String group, String deduplication) {
  /** The type of every attribute. */
  static final String TYPE = "String";

  /** The message of a delivery: its body. */
  static TextMessage of(Delivery delivery) {
    return new TextMessage(
        XmlText.of(delivery.body()),
        acceptable(MessageAttributes.of(delivery)),
        group(delivery),
        delivery.key().toString());
  }

  /**
   * The message of a dead letter: its envelope. It is never taken for a copy of another one: after
   * a redrive the same delivery may fail once more, and its second dead letter must not be lost.
   */
  static TextMessage of(DeadLetter letter) {
    return new TextMessage(
        XmlText.of(DeadLetterJson.write(letter)),
        acceptable(MessageAttributes.of(letter)),
        group(letter.delivery()),
        UUID.randomUUID().toString());
  }

  private static String group(Delivery delivery) {
    return Hashing.sha256()
        .hashString(delivery.subject().machine(), StandardCharsets.UTF_8)
        .toString();
  }

  private static Map<String, String> acceptable(Map<String, String> attributes) {
    Map<String, String> acceptable = new LinkedHashMap<>();
    attributes.forEach((name, value) -> acceptable.put(name, XmlText.of(value)));
    return acceptable;
  }

  /** Returns the attributes as a client has them, by name. */
  <V> Map<String, V> attributes(Function<String, V> asValue) {
    Map<String, V> values = new LinkedHashMap<>();
    attributes.forEach((name, value) -> values.put(name, asValue.apply(value)));
    return values;
  }

  /**
   * Returns the outcome of a message that cannot be sent; empty if it can.
   *
   * @param to what it is sent to, such as {@code the queue}
   * @param mostBytes the largest message that it takes
   */
  Optional<Outcome> unsendable(String to, long mostBytes) {
    if (text == null) {
      return Optional.of(
          Outcome.refused("it is not text in UTF-8, and " + to + " takes nothing else"));
    }
    return bytes() > mostBytes
        ? Optional.of(
            Outcome.tooLarge(bytes() + " bytes with its attributes; " + to + " takes " + mostBytes))
        : Optional.empty();
  }

  /** Returns the size as AWS counts it: of the text, and of the attributes' names and values. */
  long bytes() {
    long bytes = text == null ? 0 : Utf8.encodedLength(text);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      bytes +=
          Utf8.encodedLength(attribute.getKey())
              + TYPE.length()
              + Utf8.encodedLength(attribute.getValue());
    }
    return bytes;
  }
}
