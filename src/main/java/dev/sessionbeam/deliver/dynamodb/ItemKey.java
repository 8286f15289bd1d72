package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.json.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes the keys of items. */
final class ItemKey {
  private static final String BEFORE_ID = "#";

  private ItemKey() {}

  /**
   * Returns a new item with only the key of what a delivery is about. The sort key of an event is
   * its instant and its id, so that events are sorted by time.
   *
   * @throws UnwritableException if DynamoDB takes no such key
   */
  static Map<String, AttributeValue> of(Subject subject) throws UnwritableException {
    return subject.source() == Source.SESSIONS
        ? of(subject.machine(), TableSchema.SESSION_ID, subject.id())
        : of(
            subject.machine(),
            TableSchema.EVENT,
            Rfc3339.format(subject.number()) + BEFORE_ID + subject.id());
  }

  /** Returns a new item with only the key of a session. */
  static Map<String, AttributeValue> ofSession(String machine, String session)
      throws UnwritableException {
    return of(machine, TableSchema.SESSION_ID, session);
  }

  private static Map<String, AttributeValue> of(String machine, String sortKey, String value)
      throws UnwritableException {
    check("machine", machine, ItemSize.MOST_PARTITION_KEY_BYTES);
    check("key " + sortKey, value, ItemSize.MOST_SORT_KEY_BYTES);
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(TableSchema.MACHINE, AttributeValue.fromS(machine));
    item.put(sortKey, AttributeValue.fromS(value));
    return item;
  }

  private static void check(String what, String value, int mostBytes) throws UnwritableException {
    int bytes = ItemSize.of(value);
    if (bytes > mostBytes) {
      throw new UnwritableException(
          "the "
              + what
              + " has "
              + bytes
              + " bytes; DynamoDB takes "
              + mostBytes
              + " in this key. Send it to another kind of destination");
    }
    if (value.isEmpty() || !Text.isWellFormed(value)) {
      throw new UnwritableException(
          "the "
              + what
              + (value.isEmpty() ? " is empty" : " holds half of a surrogate pair")
              + ", which DynamoDB does not take in a key");
    }
  }
}
