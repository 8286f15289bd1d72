package dev.sessionbeam.collect.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the file of a segment is named, and how it begins. */
final class SegmentHead {
  private static final byte[] MAGIC = "SBSPOOL1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern NAME = Pattern.compile("segment-([0-9]{12})\\.spool");

  /** Where the first event begins. */
  static final int BYTES = MAGIC.length;

  private SegmentHead() {}

  /** Returns the number of a segment; -1 if the file has another name. */
  static long number(Path path) {
    Matcher name = NAME.matcher(path.getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  static Path path(Path folder, long number) {
    return folder.resolve(String.format(Locale.ROOT, "segment-%012d.spool", number));
  }

  static void write(SpoolFile file) throws IOException {
    file.write(ByteBuffer.wrap(MAGIC), 0);
  }

  /**
   * Whether a file begins like a segment. If the process was killed when it had just created the
   * file, it does not.
   *
   * @throws IOException if it is another file
   */
  static boolean isIn(SpoolFile file, Path path) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(BYTES);
    file.read(magic, 0);
    if (Arrays.equals(magic.array(), MAGIC)) {
      return true;
    }
    if (file.size() > BYTES) {
      throw new IOException(
          path + " is not a file of this spool: move it away, or name another folder");
    }
    return false;
  }
}
