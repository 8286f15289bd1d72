package dev.sessionbeam.io.kinesis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;

/**
 * Passes the events of a shard to KinesisIO, one at a time. KinesisIO has room for one event, and
 * requests the next one when the task takes it. From then on, what the event contains about its
 * shard counts. That is just before the event's record leaves the reader.
 */
final class ShardSubscription implements Subscription {
  private final Subscriber<? super SubscribeToShardEventStream> kinesisIo;
  private final Runnable onCancel;
  private ShardReadState taken;
  private @Nullable ShardReadState offered;
  private long tookRecordsAt;
  private boolean wanted;
  private boolean held;
  private boolean paused;

  /**
   * A subscription.
   *
   * @param reading where it starts
   * @param onCancel runs when KinesisIO stops reading the shard
   */
  ShardSubscription(
      Subscriber<? super SubscribeToShardEventStream> kinesisIo,
      ShardReadState reading,
      Runnable onCancel) {
    this.kinesisIo = kinesisIo;
    this.taken = reading;
    this.tookRecordsAt = System.nanoTime();
    this.onCancel = onCancel;
  }

  /** The task calls this when it has taken the previous event, if there was one. */
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

  /** Waits until the task has taken all earlier events and wants more. */
  synchronized void awaitTaken() throws InterruptedException {
    while (!wanted || held || paused) {
      wait();
    }
  }

  /**
   * Passes records to KinesisIO, once it wants them. There may be none.
   *
   * @param next how far the shard was read once they are taken
   */
  synchronized void put(ShardReadState next, List<Record> records) throws InterruptedException {
    awaitTaken();
    pass(next, event(next, records));
  }

  /**
   * Passes records to KinesisIO if it wants something now; else does nothing. For the task's
   * thread, which must not wait.
   */
  synchronized void offer(ShardReadState next, List<Record> records) {
    if (wanted) {
      pass(next, event(next, records));
    }
  }

  /**
   * Reports to KinesisIO that the shard has ended, once all of its events were taken.
   *
   * @param successors the shards with which this reader continues
   */
  synchronized void end(ShardReadState last, String shard, List<String> successors)
      throws InterruptedException {
    awaitTaken();
    List<ChildShard> children =
        successors.stream()
            .map(child -> ChildShard.builder().shardId(child).parentShards(shard).build())
            .toList();
    pass(
        last,
        SubscribeToShardEvent.builder()
            .records(List.of())
            .childShards(children)
            .millisBehindLatest(0L)
            .build());
  }

  private static SubscribeToShardEvent event(ShardReadState next, List<Record> records) {
    return SubscribeToShardEvent.builder()
        .records(records)
        .continuationSequenceNumber(next.position().number())
        .millisBehindLatest(0L)
        .build();
  }

  private void pass(ShardReadState next, SubscribeToShardEvent event) {
    wanted = false;
    offered = next;
    kinesisIo.onNext(event);
  }

  /** Lets no more events pass, and waits until all earlier ones were taken. */
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

  /** Stops events if all of them were taken. Returns whether that is so. */
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
  synchronized ShardReadState taken() {
    return taken;
  }

  /** When the task last took records, in nanoseconds of this process's own clock. */
  synchronized long tookRecordsAt() {
    return tookRecordsAt;
  }
}
