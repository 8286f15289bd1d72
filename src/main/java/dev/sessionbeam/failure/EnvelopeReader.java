package dev.sessionbeam.failure;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the record out of its envelope: a line of {@code invalid/} or {@code late/}, or an envelope
 * in an archive.
 */
public final class EnvelopeReader {
  /** The fields in the order in which they are written, with a reason and a stage of the lists. */
  private static final Pattern BEGINNING =
      Pattern.compile(
          "\\s*\\{\\s*\"reason\"\\s*:\\s*\"(?:"
              + codes(Arrays.stream(Reason.values()).map(Reason::code))
              + ")\"\\s*,\\s*\"stage\"\\s*:\\s*\"(?:"
              + codes(Arrays.stream(Stage.values()).map(Stage::code))
              + ")\"\\s*,\\s*\"message\"\\s*:\\s*\"");

  private EnvelopeReader() {}

  private static String codes(Stream<String> codes) {
    return codes.collect(Collectors.joining("|"));
  }

  /**
   * Returns the record in an envelope, with its original origin. A record that is not an envelope
   * is returned as it is.
   */
  public static RawRecord open(RawRecord record) {
    return open(record, true);
  }

  /** Does the same as {@link #open(RawRecord)} in an archive, whose envelopes have no reason. */
  public static RawRecord openArchived(RawRecord record) {
    return open(record, false);
  }

  /**
   * Returns whether bytes are the beginning of a line of {@code invalid/} or {@code late/}.
   *
   * @param bytes the first bytes of the line; a few hundred are enough
   */
  public static boolean isBeginning(byte[] bytes) {
    return BEGINNING.matcher(new String(bytes, StandardCharsets.UTF_8)).lookingAt();
  }

  /**
   * Returns whether bytes are a complete envelope of {@code invalid/}, of {@code late/} or of an
   * archive, with a record that is not larger than {@link RawRecord#MAX_BYTES}.
   */
  public static boolean isEnvelope(byte[] bytes) {
    try {
      byte[] raw = raw(JsonObject.parse(bytes));
      return raw != null && raw.length <= RawRecord.MAX_BYTES;
    } catch (JsonSyntaxException | IllegalArgumentException e) {
      return false;
    }
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

  /** Returns the records in several envelopes, as {@link #open(RawRecord)} does. */
  public static List<RawRecord> openAll(List<RawRecord> records) {
    return records.stream().map(EnvelopeReader::open).toList();
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
    Origin outer = outer(source, otherwise);
    Long inner = integer(source, EnvelopeWriter.INNER);
    Long element = integer(source, EnvelopeWriter.ELEMENT);
    Long levels = integer(source, EnvelopeWriter.LEVELS);
    if (outer instanceof InnerOrigin) {
      return outer;
    }
    if (inner != null && isCount(inner)) {
      return InnerOrigin.ofRecord(outer, inner.intValue());
    }
    return element != null && isCount(element) && levels != null && isCount(levels)
        ? new InnerOrigin(outer, element.intValue(), levels.intValue())
        : outer;
  }

  private static boolean isCount(long number) {
    return number >= 0 && number < Integer.MAX_VALUE;
  }

  private static Origin outer(JsonObject source, Origin otherwise) {
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
