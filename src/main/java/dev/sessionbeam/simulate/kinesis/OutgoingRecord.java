package dev.sessionbeam.simulate.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * What Kinesis takes as one record: one of our records, or several of them aggregated.
 *
 * @param entry what is sent
 * @param records how many of our records it holds
 * @param bytes how many bytes of our records it holds
 * @param due when the first of them should have been sent, as {@link System#nanoTime}
 * @param shard the expected shard; null if any shard that has its key is right
 */
record OutgoingRecord(
    PutRecordsRequestEntry entry, int records, long bytes, long due, @Nullable String shard) {

  /** A single record, not aggregated. */
  static OutgoingRecord of(StreamRecord record) {
    PutRecordsRequestEntry entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(record.partitionKey())
            .data(SdkBytes.fromByteArrayUnsafe(record.data()))
            .build();
    return new OutgoingRecord(entry, 1, record.data().length, record.due(), null);
  }

  /** Decides how records are packed into what is sent. */
  interface Packing {
    /** Packs all records. The records of one shard keep their order. */
    List<OutgoingRecord> pack(List<StreamRecord> records);
  }
}
