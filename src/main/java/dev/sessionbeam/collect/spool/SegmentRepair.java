package dev.sessionbeam.collect.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Takes damaged bytes out of a segment. They are kept in files beside it, and the segment is
 * written again without them, under another name at first: whenever that is interrupted, the next
 * start finds the one or the other.
 */
final class SegmentRepair {
  private static final int BUFFER = 1 << 20;

  private SegmentRepair() {}

  /**
   * Repairs a segment.
   *
   * @param found what is in it
   * @return the files with the damaged bytes
   */
  static List<Path> repair(SpoolFiles files, Path segment, SegmentScan found) throws IOException {
    List<Path> aside = new ArrayList<>();
    Path repaired = segment.resolveSibling(segment.getFileName() + ".repaired");
    try (SpoolFile from = files.open(segment);
        SpoolFile to = files.open(repaired)) {
      to.truncate(0);
      long at = 0;
      long written = 0;
      for (SegmentScan.Range range : found.damaged()) {
        aside.add(keep(from, segment, range));
        written = copy(from, at, Math.min(range.from(), found.end()), to, written);
        at = range.to();
      }
      var unused = copy(from, at, found.end(), to, written);
      to.force();
      files.replace(segment, repaired);
      files.forceNames(Objects.requireNonNull(segment.toAbsolutePath().getParent()));
    } catch (IOException e) {
      throw new IOException("cannot repair " + segment + ": " + e.getMessage(), e);
    }
    return aside;
  }

  private static Path keep(SpoolFile from, Path segment, SegmentScan.Range range)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(range.to() - range.from()));
    from.read(bytes, range.from());
    return Files.write(
        segment.resolveSibling(segment.getFileName() + ".damaged-at-" + range.from()),
        bytes.array(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  /** Copies the bytes of a range to a position. Returns the position after them. */
  private static long copy(SpoolFile from, long start, long end, SpoolFile to, long position)
      throws IOException {
    long written = position;
    for (long at = start; at < end; ) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, end - at));
      from.read(buffer, at);
      to.write(buffer.flip(), written);
      at += buffer.limit();
      written += buffer.limit();
    }
    return written;
  }
}
