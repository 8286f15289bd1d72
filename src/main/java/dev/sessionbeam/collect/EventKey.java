package dev.sessionbeam.collect;

import com.google.common.hash.Hashing;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Role;
import dev.sessionbeam.deliver.kinesis.PartitionKey;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.expression.SourceValues;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Text;
import dev.sessionbeam.prepare.CleanRecord;
import org.jspecify.annotations.Nullable;

/**
 * Decides the partition key of an event: its machine, as the definition finds it, so that the
 * events of a machine are in one shard. An event without a machine gets a hash of its bytes.
 *
 * <p>If a field holds the machine, the field is read as it was sent, before any cleaning. An
 * expression is computed from the cleaned event, as in the pipeline. Sessions do not depend on it:
 * the pipeline finds the machine by itself.
 */
final class EventKey {
  private static final FileOrigin NOWHERE = new FileOrigin("", 0);

  private final Role machine;
  private final CleanRecord clean;

  EventKey(Definition definition) {
    this.machine = definition.roles().machine();
    this.clean = new CleanRecord(definition);
  }

  /** Returns the key of an event: 1 to 256 characters. */
  String of(JsonObject event, byte[] bytes) {
    String found = machine(event, bytes);
    return found == null || Text.isBlank(found)
        ? Hashing.murmur3_128().hashBytes(bytes).toString()
        : PartitionKey.of(found);
  }

  private @Nullable String machine(JsonObject event, byte[] bytes) {
    FieldPath field = machine.field();
    if (field != null) {
      return text(event.get(field));
    }
    try {
      ParsedEvent cleaned = clean.apply(new ParsedEvent(new RawRecord(bytes, NOWHERE), event));
      return machine instanceof Role.Computed computed
          ? text(computed.value().evaluateRole(cleaned.fields(), SourceValues.NONE))
          : null;
    } catch (RecordRejectedException e) {
      // The pipeline rejects it, and keeps its bytes.
      return null;
    }
  }

  private static @Nullable String text(@Nullable JsonValue value) {
    return value == null ? null : value.asString();
  }
}
