package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordSplitter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Splits a record of Kinesis into the records that it holds. Data that is compressed with gzip, as
 * CloudWatch Logs sends it, is decompressed before. What is too large, or damaged, stays
 * compressed, and is rejected later. The bounds depend on the record alone, so that the records are
 * the same whenever the stream is read.
 */
final class UserRecords {
  /**
   * The largest data after decompression, in bytes. A line of the archive may have twice as many:
   * so there is room for an envelope.
   */
  static final int MOST_BYTES = 4 << 20;

  /** The same for all user records in one record of Kinesis together. */
  static final int MOST_BYTES_TOGETHER = 4 * MOST_BYTES;

  private final AggregatorUtil aggregator = new AggregatorUtil();
  private final String stream;

  UserRecords(String stream) {
    this.stream = stream;
  }

  /**
   * Returns the records. Records that the KPL aggregated are separated. The list is empty if there
   * is only white space.
   */
  List<RawRecord> of(Record record, String shard) {
    List<RawRecord> records = new ArrayList<>(1);
    int left = MOST_BYTES_TOGETHER;
    for (KinesisClientRecord user : deaggregated(KinesisClientRecord.fromRecord(record))) {
      byte[] data = bytes(user.data());
      byte[] plain = Gzip.is(data) ? Gzip.decompress(data, Math.min(left, MOST_BYTES)) : null;
      left -= plain == null ? 0 : plain.length;
      for (byte[] part : plain == null ? recordsIn(data) : RecordSplitter.of(plain)) {
        records.add(
            new RawRecord(
                part,
                new KinesisOrigin(
                    stream,
                    shard,
                    record.sequenceNumber(),
                    records.size(),
                    user.partitionKey(),
                    record.approximateArrivalTimestamp().toEpochMilli())));
      }
    }
    return records;
  }

  /**
   * Separates aggregated records. For some broken aggregated records, Amazon's own code throws, or
   * it logs with a class that Java no longer has. Such a record stays whole, and is rejected later.
   */
  private List<KinesisClientRecord> deaggregated(KinesisClientRecord record) {
    try {
      List<KinesisClientRecord> users = aggregator.deaggregate(List.of(record));
      return users.isEmpty() ? List.of(record) : users;
    } catch (RuntimeException | LinkageError e) {
      return List.of(record);
    }
  }

  private static List<byte[]> recordsIn(byte[] data) {
    byte[] magic = AggregatorUtil.AGGREGATED_RECORD_MAGIC;
    boolean isBrokenAggregate =
        data.length >= magic.length && Arrays.equals(data, 0, magic.length, magic, 0, magic.length);
    return isBrokenAggregate ? List.of(data) : RecordSplitter.of(data);
  }

  private static byte[] bytes(ByteBuffer data) {
    ByteBuffer whole = data.duplicate();
    whole.rewind();
    byte[] bytes = new byte[whole.remaining()];
    whole.get(bytes);
    return bytes;
  }
}
