package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a spool, oldest first. Events are added to the last one, until it is full or a
 * write to it has failed. Not thread-safe.
 */
final class SegmentList {
  private final Path folder;
  private final SpoolFiles files;
  private final long segmentSize;
  private final ReadPosition position;
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** The last segment, if events may be added to it. */
  private @Nullable Segment open;

  private long lastNumber;

  private SegmentList(Path folder, SpoolFiles files, long segmentSize, ReadPosition position) {
    this.folder = folder;
    this.files = files;
    this.segmentSize = segmentSize;
    this.position = position;
    this.lastNumber = position.segment();
  }

  /**
   * Opens all segments of a folder. Deletes those whose events are all in the stream.
   *
   * @param segmentSize from which size on a segment is full
   * @param aside gets the files with bytes that are no events
   */
  static SegmentList open(Path folder, SpoolFiles files, long segmentSize, List<Path> aside)
      throws IOException {
    SegmentList list =
        new SegmentList(folder, files, segmentSize, ReadPosition.open(files, folder));
    for (Path path : paths(folder)) {
      long number = SegmentHead.number(path);
      list.lastNumber = Math.max(list.lastNumber, number);
      if (number < list.position.segment()) {
        files.delete(path);
        continue;
      }
      Segment segment = Segment.open(files, path, list.position.offset(number), aside);
      if (segment.isReadToTheEnd()) {
        segment.delete(files);
      } else {
        list.segments.add(segment);
      }
    }
    return list;
  }

  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> SegmentHead.number(path) >= 0).sorted().toList();
    }
  }

  /** Adds events. When this returns, they are on the disk. */
  void add(ByteBuffer frames, int count) throws IOException {
    Segment last = open;
    if (last == null || last.size() >= segmentSize) {
      last = next();
    }
    try {
      last.add(frames, count);
    } catch (IOException e) {
      // What the disk has of it is not known, also after a later write. So nothing follows it.
      open = null;
      abandon(last, e);
      throw e;
    }
  }

  /** Begins a new segment. Fails if the disk takes nothing. */
  Segment next() throws IOException {
    open = null;
    Segment made = Segment.create(files, folder, lastNumber + 1);
    lastNumber = made.number();
    segments.add(made);
    open = made;
    return made;
  }

  private void abandon(Segment failed, IOException cause) {
    try {
      if (failed.isReadToTheEnd()) {
        remove(failed);
      } else {
        failed.cutOffUnfinished();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The oldest segment that has events; null if none has. */
  @Nullable Segment oldest() {
    return segments.stream().filter(segment -> !segment.isReadToTheEnd()).findFirst().orElse(null);
  }

  /** Notes how far a segment was read. Deletes it if it was read to the end. */
  void moved(Segment segment) throws IOException {
    position.move(segment.number(), segment.readTo());
    if (segment.isReadToTheEnd()) {
      remove(segment);
    }
  }

  @SuppressWarnings("ReferenceEquality") // Each segment is one object.
  private void remove(Segment segment) throws IOException {
    if (open == segment) {
      open = null;
    }
    segments.remove(segment);
    segment.delete(files);
  }

  /** The sum of the sizes of all files, in bytes. */
  long size() {
    return segments.stream().mapToLong(Segment::size).sum();
  }

  /** Counts what was there when this was opened. */
  void count(SpoolCounts counts) throws IOException {
    for (Segment segment : segments) {
      counts.waiting.addAndGet(segment.waiting());
      counts.waitingBytes.addAndGet(segment.waitingBytes());
    }
    Segment oldest = oldest();
    StreamEvent first = oldest == null ? null : oldest.first();
    counts.oldestMillis.set(first == null ? 0 : first.receivedMillis());
    counts.fileBytes.set(size());
  }

  void close() throws IOException {
    for (Segment segment : segments) {
      segment.close();
    }
    position.close();
  }
}
