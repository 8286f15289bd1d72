package dev.sessionbeam.deliver.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.DeadLetterJson;
import dev.sessionbeam.deliver.message.DeadLetterReason;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Dead letters, and routes to where they failed. */
public final class Letters {
  private Letters() {}

  /** The delivery of an event. */
  public static Delivery delivery(String destination, String id) {
    return new Delivery(
        destination,
        "0123456789ab",
        new Subject(Source.EVENTS, "machine of " + id, id, 1_486_285_200_000L),
        body(id).getBytes(UTF_8));
  }

  /** What a destination gets for an event. */
  public static String body(String id) {
    return "{\"id\": \"" + id + "\", \"n\": 1.0, \"t\": \"\u00e9\"}";
  }

  /** The envelope of a dead letter. */
  public static String envelope(String destination, String id, DeadLetterReason reason) {
    DeadLetter letter = new DeadLetter(delivery(destination, id), reason, 5, "status 500", "503");
    return new String(DeadLetterJson.write(letter), UTF_8);
  }

  /** The key with which an event is delivered. */
  public static String key(String destination, String id) {
    return delivery(destination, id).key().toString();
  }

  /**
   * Routes with few and quick retries.
   *
   * @param server where the destinations are, each at the path of its name
   */
  public static String routes(URI server, String... destinations) {
    return Stream.of(destinations)
        .map(
            name ->
                String.format(
                    Locale.ROOT,
                    """
                    {"destination_name": "%s", "destination_url": "%s", "enabled_events": ["*"],
                     "retry": {"attempts": 2, "initial_delay": "10ms", "max_delay": "20ms"}},
                    """,
                    name,
                    server.resolve("/" + name)))
        .collect(Collectors.joining("", "[", "]"));
  }
}
