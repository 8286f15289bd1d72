package dev.sessionbeam.io.kinesis;

import dev.sessionbeam.io.EndOfStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Computes the watermark of all shards that one reader of KinesisIO reads, and the end of the
 * stream. The policies of all its shards share this object, because the watermark of an idle shard
 * depends on the others.
 */
final class ReaderWatermark {
  private final KinesisSettings settings;
  private final KinesisClient client;
  private final ReaderStartBarrier start;
  private final StreamActivity activity;
  private final EndOfStream end;
  private final Map<String, ShardSubscription> shards = new ConcurrentHashMap<>();
  private final Map<String, String> parents = new ConcurrentHashMap<>();

  /** Only one shard ends at a time. */
  private final Semaphore ending = new Semaphore(1);

  private long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private boolean over;
  private long endMarker;

  ReaderWatermark(KinesisSettings settings, KinesisClient client, ReaderStartBarrier start) {
    this.settings = settings;
    this.client = client;
    this.start = start;
    this.activity = StreamActivity.of(settings);
    this.end = new EndOfStream(settings.durable());
  }

  /**
   * Must be called when all records of a shard were taken and this reader continues with its
   * children. Until the children have started, no other shard has an event on its way. So no
   * checkpoint comes between the end of the shard and the first events of its children, which
   * contain their watermark.
   *
   * @param children may be empty: then the shard no longer affects the watermark
   */
  void follow(String parent, List<String> children) throws InterruptedException {
    // Also if there are no children: a shard that is ending pauses all shards that are there, and
    // one that has ended never wants an event again.
    ending.acquire();
    if (children.isEmpty()) {
      shards.remove(parent);
      ending.release();
      return;
    }
    for (Map.Entry<String, ShardSubscription> shard : shards.entrySet()) {
      if (!shard.getKey().equals(parent)) {
        shard.getValue().pause();
      }
    }
    children.forEach(child -> parents.put(child, parent));
  }

  /** The task calls this when the first event of a shard is on its way. */
  void begun(String shard) {
    String parent = parents.remove(shard);
    if (parent != null && !parents.containsValue(parent)) {
      shards.remove(parent);
      shards.values().forEach(ShardSubscription::resume);
      ending.release();
    }
  }

  /** Where the watermark of a new child shard starts. */
  long reachedByParent(String child) {
    String parent = parents.get(child);
    ShardSubscription read = parent == null ? null : shards.get(parent);
    return read == null ? ShardPosition.NO_EVENT : read.taken().position().reached();
  }

  /** The task calls this when it starts to read a shard. */
  void add(String shard, ShardSubscription subscription) {
    start.started(this);
    shards.put(shard, subscription);
    if (subscription.taken().hasEvent()) {
      activity.saw(shard);
    }
  }

  boolean reads(String shard) {
    return shards.containsKey(shard);
  }

  /** Waits until all readers of the task have started. */
  void awaitStart() throws InterruptedException {
    start.await();
  }

  /** Returns the current watermark. It never goes back. The task calls this. */
  synchronized Instant get() {
    if (!start.asked(this)) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    over = over || isOver();
    if (over) {
      if (end.watermark().isBefore(BoundedWindow.TIMESTAMP_MAX_VALUE)) {
        offerEndMarker();
      }
      return end.watermark();
    }
    watermark = Math.max(watermark, reached());
    return Instant.ofEpochMilli(watermark);
  }

  /** The lowest watermark of the shards, except of shards that never had an event. */
  private long reached() {
    long least = Long.MAX_VALUE;
    for (Map.Entry<String, ShardSubscription> shard : shards.entrySet()) {
      ShardReadState reading = shard.getValue().taken();
      if (reading.hasEvent()) {
        activity.saw(shard.getKey());
        least = Math.min(least, reading.watermark());
      } else if (!reading.isQuiet(System.nanoTime())) {
        return watermark;
      }
    }
    if (least < Long.MAX_VALUE) {
      return least;
    }
    // No event was seen here, so no event time is known. If events come in other shards, this
    // reader does not hold them back.
    return activity.isElsewhere(client, ids())
        ? System.currentTimeMillis() - settings.maxDisorder().toMillis()
        : watermark;
  }

  /**
   * Whether no shard of the stream, here or in other readers, has had a record for long enough. If
   * so, this reader emits no more records, because they would be late.
   */
  private boolean isOver() {
    Duration idle = settings.endsWhenIdle();
    if (idle == null) {
      return false;
    }
    long nanos = TimeUnit.MILLISECONDS.toNanos(idle.toMillis());
    long now = System.nanoTime();
    return shards.values().stream()
            .allMatch(
                shard -> now - shard.tookRecordsAt() >= nanos && shard.taken().idleNanos() >= nanos)
        && activity.hasBeenIdle(client, idle, ids())
        && hold(shards.values());
  }

  private static boolean hold(Collection<ShardSubscription> shards) {
    if (shards.stream().allMatch(ShardSubscription::hold)) {
      return true;
    }
    shards.forEach(ShardSubscription::release);
    return false;
  }

  /**
   * Offers an end marker. A checkpoint may complete without a call back, as a savepoint does. So a
   * marker is offered again and again, until a checkpoint that holds one reports that it is
   * complete.
   */
  private void offerEndMarker() {
    if (endMarker == 0) {
      endMarker = CompletedCheckpoints.open(this::endMarkerHeld);
    }
    shards.values().stream()
        .findFirst()
        .ifPresent(
            shard -> {
              ShardReadState next = shard.taken().copy();
              next.countOn();
              shard.offer(
                  next, List.of(PackedAnswer.endMarker(endMarker, next.position(), watermark)));
            });
  }

  private synchronized void endMarkerHeld() {
    if (endMarker != 0) {
      CompletedCheckpoints.close(endMarker);
      endMarker = 0;
      end.checkpointed();
    }
  }

  private List<String> ids() {
    return List.copyOf(shards.keySet());
  }

  synchronized void close() {
    start.closed(this);
    CompletedCheckpoints.close(endMarker);
  }
}
