package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Decides when items expire: the attribute {@code expires_at}, in seconds since the epoch, is what
 * DynamoDB's TTL reads.
 *
 * @param ttl how long sessions and events are kept after their end or instant; null for ever
 * @param ofVoid how long a session that is void is remembered, so that no delivery that comes late
 *     brings it back
 * @param clock the time of writing
 */
record Expiry(@Nullable Duration ttl, Duration ofVoid, InstantSource clock) {
  /** A queue keeps a dead letter for 14 days at most, and then somebody has to send it again. */
  private static final Duration OF_VOID = Duration.ofDays(30);

  static Expiry of(Route route, InstantSource clock) {
    Duration least = route.ttl() == null ? OF_VOID : route.ttl();
    return new Expiry(
        route.ttl(), least.compareTo(route.settleTime()) < 0 ? route.settleTime() : least, clock);
  }

  /** Adds when an item expires that is about something that ended at an instant. */
  void addTo(Map<String, AttributeValue> item, Instant end) {
    if (ttl != null) {
      put(item, end.plus(ttl));
    }
  }

  /** Adds when the tombstone of a void session expires. */
  void addToTombstone(Map<String, AttributeValue> item) {
    put(item, clock.instant().plus(ofVoid));
  }

  private static void put(Map<String, AttributeValue> item, Instant end) {
    item.put(TableSchema.EXPIRES_AT, AttributeValues.number(end.getEpochSecond()));
  }
}
