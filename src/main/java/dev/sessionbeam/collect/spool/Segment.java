package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, in the order in which they came. Events are added at its end, and read from its
 * beginning. Not thread-safe, except that events may be read while others are added.
 */
final class Segment {
  private static final byte[] MAGIC = "SBSPOOL1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NAME = Pattern.compile("segment-([0-9]{12})\\.spool");

  /** The largest event, and then some: what is read at once. */
  private static final int BLOCK = Frame.MOST_BYTES + (1 << 20);

  private final long number;
  private final Path path;
  private final SpoolFile file;
  private volatile long end = MAGIC.length;
  private long records;
  private long readTo = MAGIC.length;
  private long recordsRead;

  private Segment(long number, Path path, SpoolFile file) {
    this.number = number;
    this.path = path;
    this.file = file;
  }

  /** Returns the number of a segment; -1 if the file has another name. */
  static long number(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  private static Path path(Path folder, long number) {
    return folder.resolve(String.format(Locale.ROOT, "segment-%012d.spool", number));
  }

  /** Creates an empty segment. When this returns, it is on the disk. */
  static Segment create(SpoolFiles files, Path folder, long number) throws IOException {
    Path path = path(folder, number);
    SpoolFile file = files.open(path);
    try {
      file.write(ByteBuffer.wrap(MAGIC), 0);
      file.force();
      files.forceNames(folder);
      return new Segment(number, path, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a segment, and looks for the end of its events.
   *
   * @param from where the first event begins that is not in the stream; 0 for the first one
   * @param aside gets what is after the last event and is not the beginning of another one
   */
  static Segment open(SpoolFiles files, Path path, long from, Aside aside) throws IOException {
    SpoolFile file = files.open(path);
    try {
      Segment segment = new Segment(number(path), path, file);
      segment.find(from, aside);
      return segment;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Takes bytes that are no event. */
  interface Aside {
    /** Keeps them, at a position of a segment. */
    void keep(Path segment, long position, byte[] bytes) throws IOException;
  }

  private void find(long from, Aside aside) throws IOException {
    long size = file.size();
    ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
    file.read(magic, 0);
    if (!Arrays.equals(magic.array(), MAGIC)) {
      if (size > MAGIC.length) {
        throw new IOException(
            path + " is not a file of this spool: move it away, or name another folder");
      }
      // It was killed when it had just created the file.
      file.truncate(0);
      file.write(ByteBuffer.wrap(MAGIC), 0);
      file.force();
      return;
    }
    readTo = Math.max(MAGIC.length, from);
    long at = readTo;
    ByteBuffer block = block(at, size);
    while (at < size) {
      StreamEvent event = Frame.read(block);
      if (event != null) {
        at += Frame.size(event);
        records++;
      } else if (at + block.remaining() < size && Frame.isCutOff(block)) {
        block = block(at, size);
      } else {
        cutOff(at, size, block, aside);
        size = at;
      }
    }
    end = at;
    file.force();
  }

  private void cutOff(long at, long size, ByteBuffer block, Aside aside) throws IOException {
    boolean torn = at + block.remaining() == size && Frame.isCutOff(block);
    if (!torn) {
      ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(size - at));
      file.read(rest, at);
      aside.keep(path, at, rest.array());
    }
    file.truncate(at);
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
