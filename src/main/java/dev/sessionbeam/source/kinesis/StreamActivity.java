package dev.sessionbeam.source.kinesis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What goes on in the shards that other readers read. */
final class StreamActivity {
  private static final Logger LOG = LoggerFactory.getLogger(StreamActivity.class);
  private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final KinesisClient client;
  private final KinesisSettings settings;
  private long lookedAt = System.nanoTime();
  private boolean there;

  StreamActivity(KinesisClient client, KinesisSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Whether the stream has had any record since its reading began. Ahead of the first one no time
   * is known: events of another year may be about to be put, and a watermark of today would make
   * all of them late.
   *
   * @param own shards that need no look
   */
  boolean isThere(List<String> own) {
    if (!there && isTimeToLook()) {
      there = holdRecords(own, settings.from()) == Holds.SOME;
    }
    return there;
  }

  /**
   * Whether nothing has come for that long, and none of our own shards has ended, since others go
   * on for it that nobody has read yet. Where it cannot be told, something may have come.
   *
   * @param own shards that need no look for records
   */
  boolean hasBeenIdle(Duration time, List<String> own) {
    StartAt from = new StartAt(Instant.now().minus(time).toEpochMilli());
    return isTimeToLook() && areOpen(own) && holdRecords(own, from) == Holds.NONE;
  }

  private boolean areOpen(List<String> own) {
    try {
      return Shards.list(client, settings.stream()).stream()
          .noneMatch(shard -> own.contains(shard.shardId()) && Shards.isClosed(shard));
    } catch (RuntimeException e) {
      LOG.warn("Cannot see whether shards of {} have ended", settings.stream(), e);
      return false;
    }
  }

  private boolean isTimeToLook() {
    long now = System.nanoTime();
    boolean isTime = now - lookedAt >= LOOK_EVERY_NANOS;
    lookedAt = isTime ? now : lookedAt;
    return isTime;
  }

  private Holds holdRecords(List<String> own, StartAt from) {
    try {
      for (Shard shard : Shards.list(client, settings.stream())) {
        ShardPosition start = ShardPosition.atStart(shard.shardId(), from, ShardPosition.NO_EVENT);
        if (!own.contains(shard.shardId())
            && Shards.holdsRecords(client, settings.stream(), start)) {
          return Holds.SOME;
        }
      }
      return Holds.NONE;
    } catch (RuntimeException e) {
      LOG.warn("Cannot see whether {} has records, trying again", settings.stream(), e);
      return Holds.UNKNOWN;
    }
  }

  private enum Holds {
    SOME,
    NONE,
    UNKNOWN
  }
}
