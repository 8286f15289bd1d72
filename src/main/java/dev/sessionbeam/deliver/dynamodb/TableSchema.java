package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.message.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The keys that a table must have, and the names of the attributes that this program adds. */
final class TableSchema {
  static final String MACHINE = "machine";
  static final String SESSION_ID = "session_id";
  static final String SESSION_START = "session_start";
  static final String SESSION_END = "session_end";
  static final String REVISION = "revision";
  static final String REPLACES = "replaces";
  static final String VOID = "void";
  static final String REPLACED_BY = "replaced_by";
  static final String TOO_LARGE = "too_large";
  static final String EXPIRES_AT = "expires_at";
  static final String EVENT = "event";
  static final String EVENT_TIME = "event_time";
  static final String LINE = "line";

  /** The local index of the current sessions of a machine, by their starts. */
  static final String BY_START = "by_start";

  private TableSchema() {}

  /** Returns the name of the sort key of a table for a source. */
  static String sortKey(Source source) {
    return source == Source.SESSIONS ? SESSION_ID : EVENT;
  }

  /** Returns what a table is for, as its keys say; empty if it has other keys. */
  static Optional<Source> source(TableDescription table) {
    List<String> keys = names(table.keySchema());
    return List.of(Source.SESSIONS, Source.EVENTS).stream()
        .filter(source -> keys.equals(List.of(MACHINE, sortKey(source))))
        .findFirst();
  }

  /** Returns what is wrong with the keys of a table, each with what to do. */
  static List<String> faults(TableDescription table, Source source) {
    List<String> faults = new ArrayList<>();
    List<String> keys = names(table.keySchema());
    List<String> needed = List.of(MACHINE, sortKey(source));
    if (!keys.equals(needed)) {
      faults.add(
          "the table "
              + table.tableName()
              + " has the key "
              + text(keys)
              + "; a table of "
              + source.code()
              + " needs "
              + text(needed)
              + ". A key cannot be changed: create another table, as docs/hot-tier.md says");
      return faults;
    }
    needed.forEach(key -> checkText(table, key, faults));
    if (source == Source.SESSIONS) {
      checkIndex(table, faults);
    }
    return faults;
  }

  private static void checkIndex(TableDescription table, List<String> faults) {
    List<String> needed = List.of(MACHINE, SESSION_START);
    Optional<List<String>> index =
        table.localSecondaryIndexes().stream()
            .filter(each -> each.indexName().equals(BY_START))
            .map(LocalSecondaryIndexDescription::keySchema)
            .map(TableSchema::names)
            .findFirst();
    if (!index.equals(Optional.of(needed))) {
      faults.add(
          "the table "
              + table.tableName()
              + (index.isEmpty()
                  ? " has no local index " + BY_START
                  : " has a local index " + BY_START + " with the key " + text(index.get()))
              + "; it needs one with the key "
              + text(needed)
              + ". A local index cannot be added: create another table, as docs/hot-tier.md says");
    } else {
      checkText(table, SESSION_START, faults);
    }
  }

  private static void checkText(TableDescription table, String key, List<String> faults) {
    for (AttributeDefinition attribute : table.attributeDefinitions()) {
      if (attribute.attributeName().equals(key)
          && attribute.attributeType() != ScalarAttributeType.S) {
        faults.add(
            "the key "
                + key
                + " of the table "
                + table.tableName()
                + " has the type "
                + attribute.attributeTypeAsString()
                + "; it must be S (text). A key cannot be changed: create another table, as"
                + " docs/hot-tier.md says");
      }
    }
  }

  /** Returns the names of a key: the partition key, then the sort key. */
  private static List<String> names(List<KeySchemaElement> key) {
    List<String> names = new ArrayList<>();
    for (KeyType type : List.of(KeyType.HASH, KeyType.RANGE)) {
      key.stream()
          .filter(element -> element.keyType() == type)
          .map(KeySchemaElement::attributeName)
          .forEach(names::add);
    }
    return names;
  }

  private static String text(List<String> key) {
    return "(" + String.join(", ", key) + ")";
  }
}
