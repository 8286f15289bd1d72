package dev.sessionbeam.collect.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment holds that was found on the disk.
 *
 * @param end where its last event ends; what follows is the beginning of another one, or damaged
 * @param events how many there are
 * @param damaged bytes that are no event, in order: between two events, or after the last one
 */
record SegmentScan(long end, long events, List<Range> damaged) {
  /** Bytes of a file, from a position to the one before another. */
  record Range(long from, long to) {}

  /**
   * Looks through a segment. After bytes that are no event, it looks for the next event at each
   * byte: its length and its CRC tell it apart from anything else.
   *
   * @param from where the first event begins
   */
  static SegmentScan of(SpoolFile file, long from) throws IOException {
    return new Scanner(file, from).scan();
  }

  /** Reads a file block by block. */
  private static final class Scanner {
    /** The largest event, and then some: what is read at once. */
    private static final int BLOCK = Frame.MOST_BYTES + (1 << 20);

    private final SpoolFile file;
    private final long size;
    private final List<Range> damaged = new ArrayList<>();
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long blockStart;
    private long at;
    private long end;
    private long events;

    Scanner(SpoolFile file, long from) throws IOException {
      this.file = file;
      this.size = file.size();
      this.at = from;
      this.end = from;
    }

    SegmentScan scan() throws IOException {
      while (at < size) {
        if (Frame.read(at(at)) != null) {
          at = blockStart + block.position();
          end = at;
          events++;
        } else if (!skip()) {
          break;
        }
      }
      return new SegmentScan(end, events, List.copyOf(damaged));
    }

    /** Skips what is no event. Returns false if no further event follows. */
    private boolean skip() throws IOException {
      boolean isCutOff = Frame.isCutOff(at(at));
      for (long next = at + 1; next < size; next++) {
        if (Frame.read(at(next)) != null) {
          damaged.add(new Range(at, next));
          at = next;
          return true;
        }
      }
      if (!isCutOff) {
        damaged.add(new Range(at, size));
      }
      return false;
    }

    /** The block at a position, with a whole event if one begins there. */
    private ByteBuffer at(long position) throws IOException {
      long blockEnd = blockStart + block.limit();
      boolean isWhole = position + Frame.HEAD + Frame.MOST_BYTES <= blockEnd || blockEnd == size;
      if (!isWhole || position >= blockEnd) {
        block = ByteBuffer.allocate((int) Math.min(BLOCK, size - position));
        file.read(block, position);
        var unused = block.flip();
        blockStart = position;
      }
      return block.position((int) (position - blockStart));
    }
  }
}
