package dev.sessionbeam.io.file;

import org.jspecify.annotations.Nullable;

/** Tells the encoding of a text by its first bytes. */
final class TextEncoding {
  /** The bytes of a UTF-8 byte order mark. */
  private static final int MARK_BYTES = 3;

  /** So many bytes are enough to tell an encoding that has no mark. */
  private static final int ENOUGH = 512;

  private TextEncoding() {}

  /** How many bytes the UTF-8 byte order mark takes at the beginning; 0 if there is none. */
  static int markBytes(byte[] head) {
    return begins(head, 0xef, 0xbb, 0xbf) ? MARK_BYTES : 0;
  }

  /** The encoding, if it is UTF-16 or UTF-32; null if not. */
  static @Nullable FileKind other(byte[] head) {
    // The mark of UTF-32 begins with that of UTF-16.
    if (begins(head, 0xff, 0xfe, 0, 0) || begins(head, 0, 0, 0xfe, 0xff)) {
      return FileKind.UTF_32;
    }
    if (begins(head, 0xff, 0xfe) || begins(head, 0xfe, 0xff)) {
      return FileKind.UTF_16;
    }
    if (isWide(head, 4, 0)) {
      return FileKind.UTF_32_LE;
    }
    if (isWide(head, 4, 3)) {
      return FileKind.UTF_32_BE;
    }
    if (isWide(head, 2, 0)) {
      return FileKind.UTF_16_LE;
    }
    return isWide(head, 2, 1) ? FileKind.UTF_16_BE : null;
  }

  /**
   * Whether the bytes are units of one width that begin with two ASCII characters, and of which at
   * least a third are ASCII. A line that is only broken by some zero bytes does not pass: the lines
   * after it have none.
   *
   * @param low where in a unit the byte of an ASCII character is
   */
  private static boolean isWide(byte[] head, int width, int low) {
    int units = Math.min(head.length, ENOUGH) / width;
    int ascii = 0;
    for (int unit = 0; unit < units; unit++) {
      if (isAscii(head, unit * width, width, low)) {
        ascii++;
      } else if (unit < 2) {
        return false;
      }
    }
    return units >= 2 && ascii * 3 >= units;
  }

  private static boolean isAscii(byte[] head, int from, int width, int low) {
    for (int i = 0; i < width; i++) {
      if (i == low ? head[from + i] <= 0 : head[from + i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
