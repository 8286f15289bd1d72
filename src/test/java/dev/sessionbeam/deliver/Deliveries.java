package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import java.nio.charset.StandardCharsets;

/** Makes deliveries for tests. */
final class Deliveries {
  private Deliveries() {}

  /** An event whose id is its body. */
  static Delivery event(String destination, String id) {
    return of(destination, Source.EVENTS, id);
  }

  static Delivery session(String destination, String id) {
    return of(destination, Source.SESSIONS, id);
  }

  private static Delivery of(String destination, Source source, String id) {
    return new Delivery(
        destination,
        "v1",
        new Subject(source, "machine " + id, id, 0),
        id.getBytes(StandardCharsets.UTF_8));
  }

  static String body(Delivery delivery) {
    return new String(delivery.body(), StandardCharsets.UTF_8);
  }
}
