package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items that the line of a session becomes.
 *
 * @param own the session itself
 * @param marker what takes its place if it is too large
 * @param tombstones one for each session that no longer exists because of this one
 */
record SessionItems(
    Map<String, AttributeValue> own,
    Map<String, AttributeValue> marker,
    List<Map<String, AttributeValue>> tombstones) {
  /** A field of the machine may have one of these names. Its value is in the key. */
  private static final Set<String> RESERVED =
      Set.of(
          TableSchema.MACHINE,
          TableSchema.VOID,
          TableSchema.REPLACED_BY,
          TableSchema.TOO_LARGE,
          TableSchema.EXPIRES_AT);

  /**
   * Makes the items of a delivery.
   *
   * @throws UnwritableException if its body is not the line of a session
   */
  static SessionItems of(Delivery delivery, Expiry expiry) throws UnwritableException {
    Subject subject = delivery.subject();
    Map<String, AttributeValue> line = fields(delivery.body());
    Map<String, AttributeValue> own = ItemKey.of(subject);
    line.forEach(
        (name, value) -> {
          if (!RESERVED.contains(name)) {
            own.putIfAbsent(name, value);
          }
        });
    own.put(TableSchema.REVISION, AttributeValues.number(subject.number()));
    Map<String, AttributeValue> marker = ItemKey.of(subject);
    marker.put(
        TableSchema.SESSION_START, AttributeValue.fromS(text(line, TableSchema.SESSION_START)));
    marker.put(TableSchema.REVISION, AttributeValues.number(subject.number()));
    marker.put(TableSchema.TOO_LARGE, AttributeValue.fromBool(true));
    if (expiry.ttl() != null) {
      Instant end = end(line);
      expiry.addTo(own, end);
      expiry.addTo(marker, end);
    }
    return new SessionItems(own, marker, tombstones(subject, line, expiry));
  }

  private static Map<String, AttributeValue> fields(byte[] body) throws UnwritableException {
    try {
      return new LinkedHashMap<>(AttributeValues.of(body));
    } catch (JsonSyntaxException e) {
      throw new UnwritableException("the body is not a JSON object: " + e.getMessage());
    }
  }

  private static Instant end(Map<String, AttributeValue> line) throws UnwritableException {
    String end = text(line, TableSchema.SESSION_END);
    try {
      return Instant.parse(end);
    } catch (DateTimeException e) {
      throw new UnwritableException(TableSchema.SESSION_END + " of the body is not a time: " + end);
    }
  }

  private static List<Map<String, AttributeValue>> tombstones(
      Subject subject, Map<String, AttributeValue> line, Expiry expiry) throws UnwritableException {
    AttributeValue replaced = line.get(TableSchema.REPLACES);
    List<Map<String, AttributeValue>> tombstones = new ArrayList<>();
    for (AttributeValue id : replaced == null ? List.<AttributeValue>of() : replaced.l()) {
      if (id.s() == null) {
        throw new UnwritableException(TableSchema.REPLACES + " of the body is not a list of ids");
      }
      if (!id.s().equals(subject.id())) {
        Map<String, AttributeValue> tombstone = ItemKey.ofSession(subject.machine(), id.s());
        tombstone.put(TableSchema.REVISION, AttributeValues.number(subject.number()));
        tombstone.put(TableSchema.VOID, AttributeValue.fromBool(true));
        tombstone.put(TableSchema.REPLACED_BY, AttributeValue.fromS(subject.id()));
        expiry.addToTombstone(tombstone);
        tombstones.add(tombstone);
      }
    }
    return tombstones;
  }

  private static String text(Map<String, AttributeValue> line, String name)
      throws UnwritableException {
    AttributeValue value = line.get(name);
    if (value == null || value.s() == null) {
      throw new UnwritableException("the body has no " + name + ", or it is not a text");
    }
    return value.s();
  }
}
