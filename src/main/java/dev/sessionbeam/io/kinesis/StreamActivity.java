package dev.sessionbeam.io.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Knows whether records come in the shards that other readers read. All readers of a process share
 * one object: there are many readers, most of them without a shard, and Kinesis answers only five
 * requests per second for each shard. No reader blocks while it waits for a response: Flink's
 * checkpoints would be blocked too, for minutes if the server does not respond.
 */
final class StreamActivity {
  private static final Logger LOG = LoggerFactory.getLogger(StreamActivity.class);
  private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final ConcurrentMap<KinesisSettings, StreamActivity> SHARED =
      new ConcurrentHashMap<>();

  private final KinesisSettings settings;
  private final Set<String> active = new HashSet<>();
  private long lookedAt = System.nanoTime();
  private boolean looking;

  /**
   * The shards that were open when the stream was last seen to be idle; null if it was not idle.
   */
  private @Nullable Set<String> openWhenIdle;

  private long idleAt;

  private StreamActivity(KinesisSettings settings) {
    this.settings = settings;
  }

  static StreamActivity of(KinesisSettings settings) {
    return SHARED.computeIfAbsent(settings, StreamActivity::new);
  }

  /** Must be called for a shard that has had an event. */
  synchronized void saw(String shard) {
    active.add(shard);
  }

  /**
   * Whether other shards are known to have had any record since the reading of the stream started.
   * Before the first record, no event time is known: events of another year may come, and a
   * watermark of today would make all of them late.
   *
   * @param own shards that need no look
   */
  synchronized boolean isElsewhere(KinesisClient client, List<String> own) {
    if (!isElsewhere(own)) {
      look(
          () -> {
            Optional<String> found = holding(client, own, settings.from());
            synchronized (this) {
              found.ifPresent(active::add);
            }
          });
    }
    return isElsewhere(own);
  }

  private boolean isElsewhere(List<String> own) {
    return active.stream().anyMatch(shard -> !own.contains(shard));
  }

  /**
   * Whether a recent look found that no record had come for this long and that none of our own
   * shards has ended. If one has ended, its children may hold records that no reader has read.
   * Returns false if this is not known, because a record may have come.
   */
  synchronized boolean hasBeenIdle(KinesisClient client, Duration time, List<String> own) {
    look(
        () -> {
          long now = System.nanoTime();
          Set<String> open = open(client);
          StartAt from = new StartAt(Instant.now().minus(time).toEpochMilli());
          boolean idle = holding(client, List.of(), from).isEmpty();
          synchronized (this) {
            openWhenIdle = idle ? open : null;
            idleAt = now;
          }
        });
    return openWhenIdle != null
        && System.nanoTime() - idleAt < 2 * LOOK_EVERY_NANOS
        && openWhenIdle.containsAll(own);
  }

  /** Looks in the background, if it is time to. */
  private void look(Runnable work) {
    long now = System.nanoTime();
    if (looking || now - lookedAt < LOOK_EVERY_NANOS) {
      return;
    }
    looking = true;
    lookedAt = now;
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.warn("Cannot read the shards of stream {}, trying again", settings.stream(), e);
              } finally {
                synchronized (this) {
                  looking = false;
                }
              }
            },
            "kinesis-look-" + settings.stream());
    thread.setDaemon(true);
    thread.start();
  }

  private Set<String> open(KinesisClient client) {
    return ShardList.of(client, settings.stream()).stream()
        .filter(shard -> !ShardList.isClosed(shard))
        .map(Shard::shardId)
        .collect(Collectors.toSet());
  }

  /** Returns a shard that has received a record since then. */
  private Optional<String> holding(KinesisClient client, Collection<String> except, StartAt since) {
    for (Shard shard : ShardList.of(client, settings.stream())) {
      ShardPosition start = ShardPosition.atStart(shard.shardId(), since);
      if (!except.contains(shard.shardId())
          && Shards.holdsRecords(client, settings.stream(), start)) {
        return Optional.of(shard.shardId());
      }
    }
    return Optional.empty();
  }
}
