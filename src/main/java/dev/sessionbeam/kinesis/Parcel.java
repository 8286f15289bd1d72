package dev.sessionbeam.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * What Kinesis takes as one record: one of ours, or several aggregated.
 *
 * @param entry what is sent
 * @param records how many of ours it holds
 * @param bytes how many bytes of ours
 * @param due when the first of them should have gone, as {@link System#nanoTime}
 * @param shard where it is meant to go; null where whatever shard has its key is right
 */
record Parcel(
    PutRecordsRequestEntry entry, int records, long bytes, long due, @Nullable String shard) {

  /** A record as it is. */
  static Parcel of(StreamRecord record) {
    PutRecordsRequestEntry entry =
        PutRecordsRequestEntry.builder()
            .partitionKey(record.partitionKey())
            .data(SdkBytes.fromByteArrayUnsafe(record.data()))
            .build();
    return new Parcel(entry, 1, record.data().length, record.due(), null);
  }

  /** How several records become what is sent. */
  interface Packing {
    /** All of them, in their order as far as they go to one shard. */
    List<Parcel> pack(List<StreamRecord> records);
  }
}
