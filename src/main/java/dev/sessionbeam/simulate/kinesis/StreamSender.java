package dev.sessionbeam.simulate.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends records to the shards of their partition keys, in calls of many records.
 *
 * <p>Records of one key arrive in the order in which they were sent, and so do those of one shard,
 * with one exception: if Kinesis accepts only some records of a call (at most 500 records), the
 * others come after them. The records of the next call wait until those are accepted. If the answer
 * to a call gets lost, the call is repeated; so, rarely, a record is sent twice.
 */
public final class StreamSender implements Closeable {
  private static final int MOST_SENDERS = 32;

  // Kinesis takes 5 MiB and 500 records per call, but a shard takes at most 1 MiB per second. So it
  // would not accept all records of longer calls. One record that is longer is a call of its own.
  private static final int CALL_BYTES = 1 << 19;
  private static final ShardSender.Limits PLAIN = new ShardSender.Limits(500, CALL_BYTES);
  private static final ShardSender.Limits AGGREGATED =
      new ShardSender.Limits(Integer.MAX_VALUE, CALL_BYTES);

  private final KinesisTarget target;
  private final AtomicReference<OpenShards> shards;
  private final OpenShards shardsAtStart;
  private final List<ShardSender> senders = new ArrayList<>();
  private final SendCounts counts = new SendCounts();

  private StreamSender(KinesisTarget target) {
    this.target = target;
    this.shardsAtStart = target.shards();
    this.shards = new AtomicReference<>(shardsAtStart);
  }

  /**
   * A sender to a stream. Closing the sender does not close the stream.
   *
   * @param aggregate whether many records are packed into one, as the Kinesis Producer Library does
   */
  public static StreamSender to(KinesisTarget target, boolean aggregate) {
    StreamSender sender = new StreamSender(target);
    RecordDelivery delivery =
        new RecordDelivery(target.client(), target.stream(), sender.counts, sender::lookAgain);
    OutgoingRecord.Packing packing =
        aggregate
            ? new Aggregation(sender.shards::get)
            : records -> records.stream().map(OutgoingRecord::of).toList();
    for (int number = 0; number < Math.min(MOST_SENDERS, sender.shardsAtStart.count()); number++) {
      ShardSender.Limits limits = aggregate ? AGGREGATED : PLAIN;
      ShardSender shardSender = new ShardSender(number, limits, packing, delivery);
      sender.senders.add(shardSender);
      shardSender.start();
    }
    return sender;
  }

  /**
   * Accepts a record. Waits if too many records are on their way already.
   *
   * @throws IOException if the stream finally did not accept an earlier record
   */
  public void send(StreamRecord record) throws IOException {
    // Uses the shards of the start, whatever happens to them later: a key never changes its sender.
    int sender = shardsAtStart.indexOf(record.hashKey()) % senders.size();
    senders.get(sender).send(record);
  }

  /** Returns when all records that were sent are in the stream. */
  public void finish() throws IOException {
    for (ShardSender sender : senders) {
      sender.finish();
    }
  }

  /** Counts of what is in the stream by now. */
  public SendCounts counts() {
    return counts;
  }

  /** Gives up the records that are not sent yet. */
  @Override
  public void close() {
    senders.forEach(ShardSender::abandon);
  }

  private void lookAgain() {
    try {
      shards.set(target.shardsNow());
    } catch (SdkException e) {
      // The known shards only decide which records travel together, so they may be out of date.
    }
  }
}
