package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, in the order in which they came. Events are added at its end, and read from its
 * beginning. Not thread-safe, except that events may be read while others are added.
 */
final class Segment {
  /** The largest event, and then some: what is read at once. */
  private static final int BLOCK = Frame.MOST_BYTES + (1 << 20);

  private final long number;
  private final Path path;
  private final SpoolFile file;
  private volatile long end = SegmentHead.BYTES;
  private long records;
  private long readTo = SegmentHead.BYTES;
  private long recordsRead;

  private Segment(long number, Path path, SpoolFile file) {
    this.number = number;
    this.path = path;
    this.file = file;
  }

  /** Creates an empty segment. When this returns, it is on the disk. */
  static Segment create(SpoolFiles files, Path folder, long number) throws IOException {
    Path path = SegmentHead.path(folder, number);
    SpoolFile file = files.open(path);
    try {
      SegmentHead.write(file);
      file.force();
      files.forceNames(folder);
      return new Segment(number, path, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a segment, and looks for the end of its events. What follows them is cut off, if it is
   * the beginning of another one.
   *
   * @param from where the first event begins that is not in the stream; 0 for the first one
   * @param aside gets the files with bytes that are no events; they are taken out of the segment
   */
  static Segment open(SpoolFiles files, Path path, long from, List<Path> aside) throws IOException {
    SpoolFile file = files.open(path);
    try {
      if (!SegmentHead.isIn(file, path)) {
        SegmentHead.write(file);
      }
      // A position after the end says nothing about these events.
      long first = from <= file.size() ? Math.max(SegmentHead.BYTES, from) : SegmentHead.BYTES;
      SegmentScan found = SegmentScan.of(file, first);
      if (!found.damaged().isEmpty()) {
        file.close();
        aside.addAll(SegmentRepair.repair(files, path, found));
        file = files.open(path);
        found = SegmentScan.of(file, first);
      }
      Segment segment = new Segment(SegmentHead.number(path), path, file);
      segment.readTo = first;
      segment.end = found.end();
      segment.records = found.events();
      file.truncate(found.end());
      file.force();
      return segment;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private ByteBuffer block(long at, long limit) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(0, limit - at)));
    file.read(block, at);
    return block.flip();
  }

  /** Adds events. When this returns, they are on the disk. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread adds events.
  void add(ByteBuffer frames, int count) throws IOException {
    int bytes = frames.remaining();
    file.write(frames, end);
    file.force();
    end += bytes;
    records += count;
  }

  /** Tries to cut off what a failed write has left. If that fails too, it is done at the start. */
  void cutOffUnfinished() throws IOException {
    file.truncate(end);
  }

  /**
   * Reads the next events; none at the end. The next call reads the same ones again, unless {@link
   * #moveTo} was called.
   *
   * @param most how many, at most
   * @param bytes how many bytes they may have together; the first one may have more
   */
  List<StreamEvent> next(int most, long bytes) throws IOException {
    List<StreamEvent> events = new ArrayList<>();
    ByteBuffer block = block(readTo, end);
    long size = 0;
    while (events.size() < most && size < bytes) {
      StreamEvent event = Frame.read(block);
      if (event == null) {
        break;
      }
      size += event.size();
      events.add(event);
    }
    if (events.isEmpty() && readTo < end) {
      throw new IOException(path + " is damaged at byte " + readTo + ": the disk may be failing");
    }
    return events;
  }

  /** Notes that these events, which were read last, are in the stream. */
  void moveTo(List<StreamEvent> after) {
    for (StreamEvent event : after) {
      readTo += Frame.size(event);
    }
    recordsRead += after.size();
  }

  boolean isReadToTheEnd() {
    return readTo == end;
  }

  long readTo() {
    return readTo;
  }

  long number() {
    return number;
  }

  /** How many of its events are not in the stream. */
  long waiting() {
    return records - recordsRead;
  }

  /** The size of its events that are not in the stream. */
  long waitingBytes() {
    return end - readTo;
  }

  /** The size of the file in bytes. */
  long size() {
    return end;
  }

  /** Closes and deletes the file. */
  void delete(SpoolFiles files) throws IOException {
    file.close();
    files.delete(path);
  }

  void close() throws IOException {
    file.close();
  }

  /** Its first event that is not in the stream; null if there is none. */
  @Nullable StreamEvent first() throws IOException {
    List<StreamEvent> next = next(1, 1);
    return next.isEmpty() ? null : next.get(0);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
