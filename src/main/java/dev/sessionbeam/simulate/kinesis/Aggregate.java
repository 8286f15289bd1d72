package dev.sessionbeam.simulate.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;
import software.amazon.kinesis.retrieval.kpl.Messages.Record;

/**
 * Packs several records of one shard into one, in the format of the Kinesis Producer Library, which
 * Amazon's Client Library and KinesisIO can split: a magic number, a protobuf message, its MD5.
 *
 * <p>The Client Library drops a record of an aggregate if the record's hash key does not belong to
 * the shard, which happens after a shard is split. So all records of an aggregate get the hash key
 * of the first record. The whole aggregate goes to the shard of this key: whichever shard that is,
 * all records belong there.
 *
 * @see <a
 *     href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">The
 *     form</a>
 */
final class Aggregate {
  /** The limit of the Producer Library as well. */
  private static final int MOST_BYTES = 51_200;

  /** More than the tags and lengths of a record and of its key need. */
  private static final int OVERHEAD = 24;

  private final String shard;
  private final StreamRecord first;
  private final AggregatedRecord.Builder message = AggregatedRecord.newBuilder();
  private final Map<String, Integer> keys = new HashMap<>();
  private long bytes;
  private int size;

  Aggregate(String shard, StreamRecord first) {
    this.shard = shard;
    this.first = first;
    message.addExplicitHashKeyTable(first.hashKey().toString());
    add(first);
  }

  boolean hasRoomFor(StreamRecord record) {
    return size + record.size() + OVERHEAD <= MOST_BYTES;
  }

  void add(StreamRecord record) {
    int key = keys.computeIfAbsent(record.partitionKey(), this::newKey);
    message.addRecords(
        Record.newBuilder()
            .setPartitionKeyIndex(key)
            .setExplicitHashKeyIndex(0)
            .setData(ByteString.copyFrom(record.data())));
    bytes += record.data().length;
    size += record.data().length + OVERHEAD;
  }

  private int newKey(String key) {
    message.addPartitionKeyTable(key);
    size += key.getBytes(UTF_8).length;
    return keys.size();
  }

  /** Returns what is sent. A single record is not aggregated. */
  OutgoingRecord close() {
    if (message.getRecordsCount() == 1) {
      return OutgoingRecord.of(first);
    }
    PutRecordsRequestEntry entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(first.partitionKey())
            .data(SdkBytes.fromByteArrayUnsafe(encode(message.build())))
            .build();
    return new OutgoingRecord(entry, message.getRecordsCount(), bytes, first.due(), shard);
  }

  private static byte[] encode(AggregatedRecord message) {
    byte[] body = message.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(AggregatorUtil.AGGREGATED_RECORD_MAGIC);
    out.writeBytes(body);
    try {
      out.writeBytes(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
    return out.toByteArray();
  }
}
