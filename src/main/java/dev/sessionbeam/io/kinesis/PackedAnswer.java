package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisRecord;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * Packs all records of one answer of Kinesis into a single record, which KinesisIO emits. So the
 * cost of a step is paid once for many records. And KinesisIO finds no aggregated record to split:
 * if such a record has an invalid index of a key, KinesisIO loops for ever.
 *
 * <p>A pack holds records or is an end marker: see {@link CompletedCheckpoints}.
 */
final class PackedAnswer {
  private static final byte RECORDS = 1;
  private static final byte END_MARKER = 2;

  /** The space that a record takes in addition to its own bytes, mostly for its sequence number. */
  private static final int OVERHEAD = 128;

  private PackedAnswer() {}

  /**
   * A pack of records.
   *
   * @param position the position of the last record
   * @param millis the timestamp of the element
   */
  static Record of(List<RawRecord> records, SavedPosition position, long millis) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(about(records));
      bytes.write(RECORDS);
      RawRecordCoder.encodeAll(records, bytes);
      return record(bytes.toByteArray(), position, millis);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** About how many bytes a pack takes. */
  private static int about(List<RawRecord> records) {
    long bytes = 1;
    for (RawRecord record : records) {
      bytes += record.bytes().length + OVERHEAD;
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE / 2);
  }

  /** An end marker. */
  static Record endMarker(long id, SavedPosition position, long millis) {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES).put(END_MARKER).putLong(id);
    return record(bytes.array(), position, millis);
  }

  private static Record record(byte[] data, SavedPosition position, long millis) {
    return Record.builder()
        .data(SdkBytes.fromByteArrayUnsafe(data))
        .sequenceNumber(position.number())
        .partitionKey("")
        .approximateArrivalTimestamp(Instant.ofEpochMilli(millis))
        .build();
  }

  static boolean isEndMarker(KinesisRecord pack) {
    ByteBuffer data = pack.getData();
    return data.get(data.position()) == END_MARKER;
  }

  /** The id of an end marker. */
  static long marker(KinesisRecord endMarker) {
    return ByteBuffer.wrap(endMarker.getDataAsBytes()).getLong(1);
  }

  /** The records of a pack. */
  static List<RawRecord> records(KinesisRecord pack) {
    byte[] data = pack.getDataAsBytes();
    try {
      return RawRecordCoder.decodeAll(new ByteArrayInputStream(data, 1, data.length - 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
