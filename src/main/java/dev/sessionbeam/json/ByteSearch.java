package dev.sessionbeam.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Searches and compares bytes, eight at a time. Most texts of a record are too short for the loops
 * that the JVM makes of vector instructions.
 */
public final class ByteSearch {
  /** Of the bytes of a long, the one at the lowest address has the lowest bits. */
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long BLANKS = ' ' * ONES;

  private ByteSearch() {}

  /** The eight bytes from a position on. There must be as many. */
  static long eightBytes(byte[] text, int at) {
    return (long) EIGHT_BYTES.get(text, at);
  }

  /** The four bytes from a position on. There must be as many. */
  static int fourBytes(byte[] text, int at) {
    return (int) FOUR_BYTES.get(text, at);
  }

  /** The position of the first of three ASCII characters, or {@code to} if there is none. */
  public static int indexOfAny(byte[] text, char a, char b, char c, int from, int to) {
    long eightOfA = a * ONES;
    long eightOfB = b * ONES;
    long eightOfC = c * ONES;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long bytes = eightBytes(text, i);
      long found = zeros(bytes ^ eightOfA) | zeros(bytes ^ eightOfB) | zeros(bytes ^ eightOfC);
      if (found != 0) {
        return i + first(found);
      }
    }
    while (i < to && text[i] != a && text[i] != b && text[i] != c) {
      i++;
    }
    return i;
  }

  /** The position of the first one of an ASCII character, or {@code to} if there is none. */
  public static int indexOf(byte[] text, char c, int from, int to) {
    long eight = c * ONES;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long found = zeros(eightBytes(text, i) ^ eight);
      if (found != 0) {
        return i + first(found);
      }
    }
    while (i < to && text[i] != c) {
      i++;
    }
    return i;
  }

  /**
   * The position of the first byte that a JSON string does not have as it is, or that is not ASCII:
   * a quote, a backslash, a control character, or a byte of another character. If there is none
   * before the end of the array, it is the length of the array.
   */
  static int endOfPlain(byte[] text, int from) {
    int i = from;
    for (; i <= text.length - Long.BYTES; i += Long.BYTES) {
      long bytes = eightBytes(text, i);
      long found =
          zeros(bytes ^ QUOTES)
              | zeros(bytes ^ BACKSLASHES)
              | ((bytes - BLANKS) & ~bytes & HIGH_BITS)
              | (bytes & HIGH_BITS);
      if (found != 0) {
        return i + first(found);
      }
    }
    while (i < text.length && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
      i++;
    }
    return i;
  }

  /** Whether as many bytes of two arrays are equal, each from a position on. */
  static boolean areEqual(byte[] one, int at, byte[] other, int otherAt, int length) {
    if (length < Integer.BYTES || length > 2 * Long.BYTES) {
      return Arrays.equals(one, at, at + length, other, otherAt, otherAt + length);
    }
    // The first and the last bytes may overlap.
    if (length < Long.BYTES) {
      int last = length - Integer.BYTES;
      return fourBytes(one, at) == fourBytes(other, otherAt)
          && fourBytes(one, at + last) == fourBytes(other, otherAt + last);
    }
    int last = length - Long.BYTES;
    return eightBytes(one, at) == eightBytes(other, otherAt)
        && eightBytes(one, at + last) == eightBytes(other, otherAt + last);
  }

  /**
   * Sets the high bit of each byte that is zero. Bits above the lowest one may be wrong, because
   * subtraction borrows from there.
   */
  private static long zeros(long bytes) {
    return (bytes - ONES) & ~bytes & HIGH_BITS;
  }

  private static int first(long found) {
    return Long.numberOfTrailingZeros(found) / Byte.SIZE;
  }
}
