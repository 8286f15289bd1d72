package dev.sessionbeam.io.file;

import static dev.sessionbeam.io.file.RecordedFile.NO_EVENT;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.EndOfStream;
import dev.sessionbeam.io.ReadProgress;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Plays files as a stream. The next record comes from the file that is least advanced in event
 * time. So each file keeps its recorded order, and with it its disorder. The watermark is that of
 * the least advanced file.
 */
final class RecordedStreamReader extends UnboundedSource.UnboundedReader<List<RawRecord>> {
  /** If there are more files than this, only files from which records were emitted stay open. */
  private static final int MOST_OPEN = 64;

  /**
   * Flink combines the watermarks of several readers in one task, but only of those that it has
   * polled already. It polls its readers in turn. So when it polls this reader for the third time,
   * it has polled every other reader at least once.
   */
  private static final int POLLS_BEFORE_WATERMARK = 3;

  private final RecordedStream source;
  private final RecordedReadSettings reading;
  private final StreamSettings settings;
  private final int readers;
  private final List<RecordedFile> files = new ArrayList<>();
  private final PriorityQueue<Playing> playing =
      new PriorityQueue<>(
          Comparator.comparingLong((Playing p) -> p.file.latestWithNext())
              .thenComparingInt(Playing::index));
  private final EndOfStream end;

  private int polls;
  private boolean ended;
  private long startedAt;
  private long emitted;
  private @Nullable List<RawRecord> current;
  private long earliest;

  /** The timestamp of the earliest event in the element: a runner may hold the watermark by it. */
  private Instant currentTimestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;

  private Instant watermark = BoundedWindow.TIMESTAMP_MIN_VALUE;

  private record Playing(RecordedFile file, int index) {}

  /**
   * A reader of the source's files.
   *
   * @param mark where to start or to resume
   */
  RecordedStreamReader(
      RecordedStream source, RecordedReadSettings reading, RecordedStreamMark mark) {
    this.source = source;
    this.reading = reading;
    this.readers = mark.readers();
    this.settings = reading.settings().share(readers);
    this.end = new EndOfStream(settings.durable());
    for (FileMark file : mark.files()) {
      files.add(new RecordedFile(reading, file));
    }
  }

  @Override
  public boolean start() throws IOException {
    startedAt = System.nanoTime();
    for (int i = 0; i < files.size(); i++) {
      RecordedFile file = files.get(i);
      if (file.look()) {
        playing.add(new Playing(file, i));
      }
      if (files.size() > MOST_OPEN) {
        file.rest();
      }
    }
    return advance();
  }

  @Override
  public boolean advance() throws IOException {
    polls++;
    List<RawRecord> records = new ArrayList<>();
    int bytes = 0;
    earliest = Long.MAX_VALUE;
    while (bytes < reading.elementBytes() && !isFasterThanRate()) {
      Playing next = playing.poll();
      if (next == null) {
        ended = true;
        break;
      }
      RawRecord record = take(next);
      records.add(record);
      bytes += record.bytes().length;
    }
    if (earliest < Long.MAX_VALUE) {
      currentTimestamp = Instant.ofEpochMilli(earliest);
    }
    ReadProgress.addRecords(records.size());
    current = records.isEmpty() ? null : records;
    return current != null;
  }

  private RawRecord take(Playing next) throws IOException {
    RecordedFile file = next.file();
    RawRecord record = file.take();
    earliest = Math.min(earliest, file.earliest());
    emitted++;
    if (file.look()) {
      playing.add(next);
    }
    return record;
  }

  private boolean isFasterThanRate() {
    long rate = settings.recordsPerSecond();
    if (rate == 0) {
      return false;
    }
    double seconds = (System.nanoTime() - startedAt) / (double) TimeUnit.SECONDS.toNanos(1);
    return emitted >= seconds * rate;
  }

  @Override
  public Instant getWatermark() {
    Instant reached = reached();
    if (reached.isAfter(watermark)) {
      watermark = reached;
    }
    return watermark;
  }

  private Instant reached() {
    if (polls < POLLS_BEFORE_WATERMARK) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    if (ended) {
      return end.watermark();
    }
    long least = playing.stream().mapToLong(p -> p.file.reached()).min().orElse(NO_EVENT);
    return least == NO_EVENT
        ? watermark
        : Instant.ofEpochMilli(least).minus(Duration.millis(settings.maxDisorder().toMillis()));
  }

  @Override
  public RecordedStreamMark getCheckpointMark() {
    List<FileMark> marks = files.stream().map(RecordedFile::mark).toList();
    return new RecordedStreamMark(readers, marks, ended ? end::checkpointed : null);
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
  public RecordedStream getCurrentSource() {
    return source;
  }

  @Override
  public void close() throws IOException {
    for (RecordedFile file : files) {
      file.close();
    }
  }
}
