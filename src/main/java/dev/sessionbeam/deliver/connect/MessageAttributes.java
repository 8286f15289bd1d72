package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a receiver learns about a delivery or a dead letter without reading its body. */
public final class MessageAttributes {
  public static final String IDEMPOTENCY_KEY = "idempotency_key";
  public static final String DESTINATION = "destination";
  public static final String RULES = "rules";

  /** Only of sessions. */
  public static final String REVISION = "revision";

  /** Only of dead letters. */
  public static final String REASON = "reason";

  /** Only of dead letters. */
  public static final String ATTEMPTS = "attempts";

  private MessageAttributes() {}

  /** Returns the attributes of a delivery, by name. */
  static Map<String, String> of(Delivery delivery) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put(IDEMPOTENCY_KEY, delivery.key().toString());
    attributes.put(DESTINATION, delivery.destination());
    attributes.put(RULES, delivery.rules());
    if (delivery.subject().source() == Source.SESSIONS) {
      attributes.put(REVISION, Long.toString(delivery.subject().number()));
    }
    return attributes;
  }

  /** Returns the attributes of a dead letter, by name. */
  static Map<String, String> of(DeadLetter letter) {
    Map<String, String> attributes = of(letter.delivery());
    attributes.put(REASON, letter.reason().code());
    attributes.put(ATTEMPTS, Integer.toString(letter.attempts()));
    return attributes;
  }
}
