package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.deliver.route.RetrySettings;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Routes to tables of tests, deliveries for them, and what becomes of these. */
final class Tables {
  /** When the connectors of tests write. */
  static final Instant NOW = Instant.parse("2020-01-01T00:00:00Z");

  static final Duration SETTLE_TIME = Duration.ofDays(2);

  private Tables() {}

  static Route route(String arn, @Nullable URI endpoint, Source source, @Nullable Duration ttl) {
    return new Route(
        "hot",
        arn,
        null,
        source,
        Set.of(),
        null,
        null,
        null,
        RetrySettings.DEFAULT,
        Duration.ofSeconds(20),
        Route.DEFAULT_IN_FLIGHT,
        0,
        null,
        endpoint,
        null,
        ttl,
        SETTLE_TIME);
  }

  /** Opens a connector whose clock stands still. */
  static Connector open(Route route) {
    return new DynamoDbConnector(TableAddress.of(route).orElseThrow(), route, () -> NOW);
  }

  /** A session of the machine m, whose id is also what its line says of its events. */
  static Delivery session(String id, long revision, String... replaced) {
    String replaces =
        replaced.length == 0
            ? ""
            : Stream.of(replaced)
                .map(each -> "\"" + each + "\"")
                .collect(Collectors.joining(",", ",\"replaces\":[", "]"));
    return withLine(
        id,
        revision,
        "{\"session_id\":\""
            + id
            + "\",\"machine_id\":\"m\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
            + "\"session_end\":\"2017-02-05T09:10:00.000Z\",\"event_count\":"
            + (revision + 1)
            + (revision == 0 ? "" : ",\"revision\":" + revision)
            + replaces
            + "}");
  }

  static Delivery withLine(String id, long revision, String line) {
    return new Delivery("hot", "v1", new Subject(Source.SESSIONS, "m", id, revision), utf8(line));
  }

  static Delivery event(String id, long millis, String line) {
    return new Delivery("hot", "v1", new Subject(Source.EVENTS, "m", id, millis), utf8(line));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Sends deliveries in one call, and waits for their outcomes. */
  static List<Outcome> outcomes(Connector connector, Delivery... deliveries) throws Exception {
    return connector.send(List.of(deliveries)).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  static Outcome outcome(Connector connector, Delivery delivery) throws Exception {
    return outcomes(connector, delivery).get(0);
  }

  /** Returns items as text, by their sort key: lines of JSON, as hot get prints them. */
  static Map<String, String> lines(List<Map<String, AttributeValue>> items, String sortKey) {
    Map<String, String> lines = new TreeMap<>();
    items.forEach(item -> lines.put(item.getOrDefault(sortKey, EMPTY).s(), ItemLine.of(item)));
    return lines;
  }

  private static final AttributeValue EMPTY = AttributeValue.fromS("");
}
