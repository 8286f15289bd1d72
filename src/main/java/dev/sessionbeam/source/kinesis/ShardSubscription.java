package dev.sessionbeam.source.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/**
 * A shard's way into KinesisIO, for one event at a time: KinesisIO has room for one, and requests
 * the next when the task takes it. What an event says of its shard counts from then on, just before
 * the event's record leaves the reader.
 */
final class ShardSubscription implements Subscription {
  private final Subscriber<? super SubscribeToShardEventStream> kinesisIo;
  private final Runnable onCancel;
  private ShardReading taken;
  private @Nullable ShardReading offered;
  private long tookRecordsAt;
  private boolean wanted;
  private boolean held;
  private boolean paused;

  /**
   * A subscription.
   *
   * @param reading where it begins
   * @param onCancel is run when KinesisIO stops reading the shard
   */
  ShardSubscription(
      Subscriber<? super SubscribeToShardEventStream> kinesisIo,
      ShardReading reading,
      Runnable onCancel) {
    this.kinesisIo = kinesisIo;
    this.taken = reading;
    this.tookRecordsAt = System.nanoTime();
    this.onCancel = onCancel;
  }

  /** By the task: the event before was taken, if there was one. */
  @Override
  public synchronized void request(long n) {
    if (offered != null) {
      taken = offered;
      offered = null;
      if (taken.idleNanos() == 0) {
        tookRecordsAt = System.nanoTime();
      }
    }
    wanted = true;
    notifyAll();
  }

  @Override
  public void cancel() {
    onCancel.run();
  }

  /** Waits until the task has taken all that came before, and wants more. */
  synchronized void awaitTaken() throws InterruptedException {
    while (!wanted || held || paused) {
      wait();
    }
  }

  /**
   * Gives records to KinesisIO, perhaps none, once it wants them.
   *
   * @param next how far the shard was read once they are taken
   */
  synchronized void put(ShardReading next, List<Record> records) throws InterruptedException {
    awaitTaken();
    give(next, event(next, records));
  }

  /**
   * The same where KinesisIO wants something now, and else nothing: for the task's thread, which
   * must not wait.
   */
  synchronized void offer(ShardReading next, List<Record> records) {
    if (wanted) {
      give(next, event(next, records));
    }
  }

  /**
   * Tells KinesisIO that the shard has ended, once all of it was taken.
   *
   * @param successors the shards that this reader goes on with
   */
  synchronized void end(ShardReading last, String shard, List<String> successors)
      throws InterruptedException {
    awaitTaken();
    List<ChildShard> children =
        successors.stream()
            .map(child -> ChildShard.builder().shardId(child).parentShards(shard).build())
            .toList();
    give(
        last,
        SubscribeToShardEvent.builder()
            .records(List.of())
            .childShards(children)
            .millisBehindLatest(0L)
            .build());
  }

  private static SubscribeToShardEvent event(ShardReading next, List<Record> records) {
    return SubscribeToShardEvent.builder()
        .records(records)
        .continuationSequenceNumber(next.position().number())
        .millisBehindLatest(0L)
        .build();
  }

  private void give(ShardReading next, SubscribeToShardEvent event) {
    wanted = false;
    offered = next;
    kinesisIo.onNext(event);
  }

  /** Lets no more events pass, and waits until all of them were taken. */
  synchronized void pause() throws InterruptedException {
    paused = true;
    while (!wanted) {
      wait();
    }
  }

  /** Ends a pause. */
  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  /** Stops events where all of them were taken. Returns whether that is so. */
  synchronized boolean hold() {
    held = wanted;
    return held;
  }

  /** Lets events pass again. */
  synchronized void release() {
    held = false;
    notifyAll();
  }

  /** How far the task has read the shard. */
  synchronized ShardReading taken() {
    return taken;
  }

  /** When the task last took records, in nanoseconds of this process's own clock. */
  synchronized long tookRecordsAt() {
    return tookRecordsAt;
  }
}
