package dev.sessionbeam.source;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonSyntaxException;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a record: of a refused or late one, as {@code invalid/} and {@code late/} have
 * it, or of one in an archive.
 */
final class Envelope {
  private Envelope() {}

  /**
   * The record in an envelope, with the origin that it had; a record that is no envelope stays as
   * it is.
   */
  static RawRecord open(RawRecord record) {
    return open(record, true);
  }

  /** The same in an archive, where no reason is given. */
  static RawRecord openArchived(RawRecord record) {
    return open(record, false);
  }

  private static RawRecord open(RawRecord record, boolean withReason) {
    try {
      JsonObject envelope = JsonObject.parse(record.bytes());
      byte[] raw = withReason && !envelope.has("reason") ? null : raw(envelope);
      return raw == null ? record : new RawRecord(raw, origin(envelope, record.origin()));
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      return record;
    }
  }

  /** The records in many envelopes. */
  static List<RawRecord> openAll(List<RawRecord> records) {
    return records.stream().map(Envelope::open).toList();
  }

  private static byte @Nullable [] raw(JsonObject envelope) {
    if (!envelope.has("source")) {
      return null;
    }
    JsonValue raw = envelope.get("raw");
    String text = raw == null ? null : raw.asString();
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    JsonValue base64 = envelope.get("raw_base64");
    String encoded = base64 == null ? null : base64.asString();
    return encoded == null ? null : Base64.getDecoder().decode(encoded);
  }

  private static Origin origin(JsonObject envelope, Origin otherwise) {
    JsonObject source = envelope.child("source");
    if (source == null) {
      return otherwise;
    }
    String file = text(source, "file");
    Long offset = integer(source, "offset");
    if (file != null && offset != null) {
      return new FileOrigin(file, offset);
    }
    String stream = text(source, "stream");
    String shard = text(source, "shard");
    String sequenceNumber = text(source, "sequence_number");
    Long part = integer(source, "part");
    String partitionKey = text(source, "partition_key");
    Long arrival = integer(source, "arrival");
    return stream == null
            || shard == null
            || sequenceNumber == null
            || part == null
            || partitionKey == null
            || arrival == null
        ? otherwise
        : new KinesisOrigin(stream, shard, sequenceNumber, part.intValue(), partitionKey, arrival);
  }

  private static @Nullable String text(JsonObject source, String field) {
    JsonValue value = source.get(field);
    return value == null ? null : value.asString();
  }

  private static @Nullable Long integer(JsonObject source, String field) {
    JsonValue value = source.get(field);
    return value == null || !value.isInteger() ? null : Long.valueOf(value.text());
  }
}
