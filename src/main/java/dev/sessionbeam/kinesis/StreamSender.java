package dev.sessionbeam.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends records to the shards that their partition keys belong to, in calls of many records.
 *
 * <p>Records of one key arrive in the order in which they were sent, and so do those of one shard,
 * with one exception: where Kinesis takes a part of a call (at most 500 records) and refuses the
 * rest, the rest comes behind. What follows waits until it is taken. A call whose answer gets lost
 * is made again, so that, rarely, a record is there twice.
 */
public final class StreamSender implements Closeable {
  private static final int MOST_LANES = 32;

  // Kinesis takes 5 MiB and 500 records a call, but a shard no more than 1 MiB a second, so that of
  // longer calls a part would be refused. One record that is longer is a call of its own.
  private static final int CALL_BYTES = 1 << 19;
  private static final Lane.Limits PLAIN = new Lane.Limits(500, CALL_BYTES);
  private static final Lane.Limits AGGREGATED = new Lane.Limits(Integer.MAX_VALUE, CALL_BYTES);

  private final KinesisTarget target;
  private final AtomicReference<OpenShards> shards;
  private final OpenShards shardsAtStart;
  private final List<Lane> lanes = new ArrayList<>();
  private final Tally tally = new Tally();

  private StreamSender(KinesisTarget target) {
    this.target = target;
    this.shardsAtStart = target.shards();
    this.shards = new AtomicReference<>(shardsAtStart);
  }

  /**
   * A sender to that stream, which closes with it.
   *
   * @param aggregate whether many records become one, as the Kinesis Producer Library does it
   */
  public static StreamSender to(KinesisTarget target, boolean aggregate) {
    StreamSender sender = new StreamSender(target);
    Delivery delivery =
        new Delivery(target.client(), target.stream(), sender.tally, sender::lookAgain);
    Parcel.Packing packing =
        aggregate
            ? new Aggregation(sender.shards::get)
            : records -> records.stream().map(Parcel::of).toList();
    for (int number = 0; number < Math.min(MOST_LANES, sender.shardsAtStart.count()); number++) {
      Lane lane = new Lane(number, aggregate ? AGGREGATED : PLAIN, packing, delivery);
      sender.lanes.add(lane);
      lane.start();
    }
    return sender;
  }

  /**
   * Takes a record. Waits where too many are on their way already.
   *
   * @throws IOException where the stream has refused one of those before for good
   */
  public void send(StreamRecord record) throws IOException {
    // By the shards of the start, whatever becomes of them: a key never changes its lane.
    int lane = shardsAtStart.indexOf(record.hashKey()) % lanes.size();
    lanes.get(lane).send(record);
  }

  /** Returns once all that was sent is in the stream. */
  public void finish() throws IOException {
    for (Lane lane : lanes) {
      lane.finish();
    }
  }

  /** What is in the stream by now. */
  public Tally tally() {
    return tally;
  }

  /** Gives up what is not yet sent. */
  @Override
  public void close() {
    lanes.forEach(Lane::abandon);
  }

  private void lookAgain() {
    try {
      shards.set(target.shardsNow());
    } catch (SdkException e) {
      // What is known of the shards only says which records travel together, so it may be old.
    }
  }
}
