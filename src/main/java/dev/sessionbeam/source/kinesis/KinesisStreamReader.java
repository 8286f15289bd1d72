package dev.sessionbeam.source.kinesis;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.source.EndOfStream;
import dev.sessionbeam.source.ReadProgress;
import dev.sessionbeam.source.RecordClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/** Reads some shards of a stream; each element holds what one request gave of one shard. */
final class KinesisStreamReader extends UnboundedSource.UnboundedReader<List<RawRecord>> {
  /**
   * Flink combines the watermarks of several readers in one task only of those that it has polled
   * before; by the third poll of one it has polled all of them.
   */
  private static final int POLLS_AHEAD_OF_WATERMARK = 3;

  private final KinesisStream source;
  private final KinesisSettings settings;
  private final RecordClock clock;
  private final KinesisClient client;
  private final ShardFeed.Source feeds;
  private final List<ShardPosition> begin;
  private final UserRecords userRecords;
  private final Deque<ShardReading> shards = new ArrayDeque<>();
  private final StreamActivity activity;
  private final EndOfStream end;

  private int polls;
  private long idleSince = System.nanoTime();
  private boolean over;
  private long watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  private @Nullable List<RawRecord> current;
  private Instant currentTimestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;

  /**
   * A reader.
   *
   * @param client ends with the reader, and so do the feeds
   * @param shards where to begin, or to go on
   */
  KinesisStreamReader(
      KinesisStream source,
      KinesisReading reading,
      KinesisClient client,
      ShardFeed.Source feeds,
      List<ShardPosition> shards) {
    this.source = source;
    this.settings = reading.settings();
    this.clock = reading.clock();
    this.client = client;
    this.feeds = feeds;
    this.begin = shards;
    this.userRecords = new UserRecords(settings.stream());
    this.activity = StreamActivity.of(settings);
    this.end = new EndOfStream(settings.durable());
  }

  @Override
  public boolean start() throws IOException {
    begin.forEach(this::open);
    return advance();
  }

  private void open(ShardPosition position) {
    if (position.reached() != ShardPosition.NO_EVENT) {
      activity.saw(position.shard());
    }
    shards.add(
        new ShardReading(
            position, feeds.open(position), settings.maxDisorder(), System.nanoTime()));
  }

  @Override
  public boolean advance() throws IOException {
    polls++;
    current = null;
    for (int i = over ? 0 : shards.size(); i > 0; i--) {
      // Each in turn, so that none waits for one that never ends.
      ShardReading shard = shards.remove();
      ShardBatch batch = shard.poll();
      if (batch == null) {
        shards.add(shard);
        continue;
      }
      take(shard, batch);
      if (current != null) {
        return true;
      }
    }
    return false;
  }

  private void take(ShardReading shard, ShardBatch batch) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    for (Record record : batch.records()) {
      records.addAll(userRecords.of(record, shard.id()));
    }
    long earliest = shard.take(batch, records, clock);
    List<String> successors = batch.successors();
    if (successors == null) {
      shards.add(shard);
    } else {
      shard.close();
      successors.forEach(id -> open(ShardPosition.atStart(id, shard.from(), shard.reached())));
    }
    if (!batch.isAtTheEnd() || !batch.records().isEmpty()) {
      idleSince = System.nanoTime();
    }
    if (!records.isEmpty()) {
      ReadProgress.addRecords(records.size());
      current = records;
      if (earliest < Long.MAX_VALUE) {
        activity.saw(shard.id());
        currentTimestamp = Instant.ofEpochMilli(earliest);
      }
    }
  }

  @Override
  public Instant getWatermark() {
    if (polls < POLLS_AHEAD_OF_WATERMARK) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    over = over || isOver();
    if (over) {
      return end.watermark();
    }
    watermark = Math.max(watermark, reached());
    return Instant.ofEpochMilli(watermark);
  }

  /** The least of the shards' watermarks, shards that never had an event aside. */
  private long reached() {
    long least = Long.MAX_VALUE;
    for (ShardReading shard : shards) {
      if (shard.hasEvent()) {
        least = Math.min(least, shard.watermark());
      } else if (!shard.isQuiet(System.nanoTime())) {
        return watermark;
      }
    }
    if (least < Long.MAX_VALUE) {
      return least;
    }
    // Nothing is known here of when events happen. Where they come elsewhere, this holds none back.
    return activity.isElsewhere(client, ids())
        ? System.currentTimeMillis() - settings.maxDisorder().toMillis()
        : watermark;
  }

  /** Whether no shard of the stream, here or elsewhere, has had a record for long enough. */
  private boolean isOver() {
    Duration idle = settings.endsWhenIdle();
    if (idle == null || current != null) {
      return false;
    }
    long nanos = TimeUnit.MILLISECONDS.toNanos(idle.toMillis());
    return System.nanoTime() - idleSince >= nanos
        && shards.stream().allMatch(shard -> shard.idleNanos() >= nanos)
        && activity.hasBeenIdle(client, idle, ids());
  }

  private List<String> ids() {
    return shards.stream().map(ShardReading::id).toList();
  }

  @Override
  public KinesisMark getCheckpointMark() {
    if (polls == 0) {
      // Flink takes a mark of readers that it has made but not started yet, where another one of
      // the same task had records at once.
      return new KinesisMark(begin, null);
    }
    return new KinesisMark(
        shards.stream().map(ShardReading::position).toList(), over ? end::checkpointed : null);
  }

  @Override
  public List<RawRecord> getCurrent() {
    List<RawRecord> records = current;
    if (records == null) {
      throw new NoSuchElementException();
    }
    return records;
  }

  @Override
  public Instant getCurrentTimestamp() {
    return currentTimestamp;
  }

  @Override
  public KinesisStream getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    shards.forEach(ShardReading::close);
    feeds.close();
    client.close();
  }
}
