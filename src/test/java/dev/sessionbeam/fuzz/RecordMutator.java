package dev.sessionbeam.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Changes a valid record at random: its bytes, its values, its names, its ends. A part of the
 * results is still valid. Equal seeds make equal changes.
 */
final class RecordMutator {
  private static final byte[][] SPECIAL = {
    bytes("{"),
    bytes("}"),
    bytes("["),
    bytes("]"),
    bytes("\""),
    bytes(":"),
    bytes(","),
    bytes("\\"),
    bytes("\0"),
    bytes("\n"),
    bytes("\r"),
    bytes("\r\n"),
    bytes("\t"),
    bytes(" "),
    bytes("}{"),
    bytes("} {"),
    bytes("\u00ff"),
    bytes("\u00c0"),
    bytes("\u0080"),
    bytes("\u00ed\u00a0\u0080"),
    bytes("\u00ef\u00bb\u00bf"),
    bytes("\u000b"),
    bytes("\u000c")
  };

  private static final byte[] LINE_BREAK = bytes("\n");
  private static final byte[] NOTHING = new byte[0];

  private final SplittableRandom random;
  private final HostileValues values;

  RecordMutator(SplittableRandom random) {
    this.random = random;
    this.values = new HostileValues(random);
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the bytes to append to a file: the changed record, and mostly a line break after it.
   *
   * @param record a valid record on one line
   */
  byte[] mutate(byte[] record) {
    byte[] changed = change(record);
    while (random.nextInt(8) == 0) {
      changed = change(changed);
    }
    return end(changed);
  }

  /** Returns the record with its end: none at times, so that it is glued to the next record. */
  private byte[] end(byte[] record) {
    return switch (random.nextInt(40)) {
      case 0, 1 -> record;
      case 2 -> join(record, bytes(" "));
      case 3, 4 -> join(record, bytes("\r\n"));
      case 5 -> join(record, bytes("\n\n \t\n"));
      case 6 -> join(record, bytes("\r\r\n"));
      case 7 -> join(record, LINE_BREAK, record, LINE_BREAK);
      case 8 -> join(record, record, LINE_BREAK);
      case 9 -> join(record, bytes(","), LINE_BREAK);
      default -> join(record, LINE_BREAK);
    };
  }

  private byte[] change(byte[] record) {
    if (record.length < 2) {
      return join(record, values.next());
    }
    return switch (random.nextInt(20)) {
      case 0, 1 -> flipped(record);
      case 2 -> replaced(record, at(record), 1, special());
      case 3 -> replaced(record, at(record), 0, special());
      case 4 -> cut(record);
      case 5 -> repeated(record);
      case 6, 7, 8, 9 -> withOtherValue(record);
      case 10, 11, 12, 13 -> withAnotherField(record, bytes("x" + random.nextInt(5)));
      case 14 -> withAnotherField(record, name(record));
      case 15 -> withOtherCase(record);
      case 16 -> withBlanks(record);
      case 17 -> escaped(record);
      case 18 -> random.nextInt(10) == 0 ? noise() : flipped(flipped(record));
      default -> whole(record);
    };
  }

  /** Returns something in place of the record. */
  private byte[] whole(byte[] record) {
    return switch (random.nextInt(5)) {
      case 0 -> bytes("{}");
      case 1 -> values.next();
      case 2 -> join(bytes("\u00ef\u00bb\u00bf"), record);
      case 3 -> join(bytes("["), record, bytes("]"));
      default -> NOTHING;
    };
  }

  private byte[] flipped(byte[] record) {
    byte[] flipped = record.clone();
    flipped[at(record)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private byte[] cut(byte[] record) {
    int at = at(record);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(record, at);
      case 1 -> Arrays.copyOfRange(record, at, record.length);
      default -> replaced(record, at, random.nextInt(record.length - at), NOTHING);
    };
  }

  private byte[] repeated(byte[] record) {
    int at = at(record);
    byte[] part = Arrays.copyOfRange(record, at, at + random.nextInt(record.length - at));
    return replaced(record, at, 0, part);
  }

  /** Replaces what is between a colon and the end of its value, if the value is simple. */
  private byte[] withOtherValue(byte[] record) {
    int colon = find(record, ':');
    int end = colon + 1;
    boolean inString = false;
    while (end < record.length
        && (inString || (record[end] != ',' && record[end] != '}' && record[end] != ']'))) {
      inString ^= record[end] == '"' && record[end - 1] != '\\';
      end++;
    }
    return replaced(record, colon + 1, end - colon - 1, values.next());
  }

  /** Adds a field at the beginning or the end of the record. */
  private byte[] withAnotherField(byte[] record, byte[] name) {
    byte[] field = join(bytes("\""), name, bytes("\":"), values.next());
    return random.nextBoolean()
        ? replaced(record, 1, 0, join(field, bytes(",")))
        : replaced(record, record.length - 1, 0, join(bytes(","), field));
  }

  /** Returns a name that the record has. */
  private byte[] name(byte[] record) {
    int end = find(record, ':') - 1;
    int start = end - 1;
    while (start >= 0 && record[start] != '"') {
      start--;
    }
    return end <= 0 ? NOTHING : Arrays.copyOfRange(record, start + 1, end);
  }

  private byte[] withOtherCase(byte[] record) {
    byte[] other = record.clone();
    int at = Math.max(0, find(record, ':') - 2);
    if (Character.isLetter(other[at])) {
      other[at] ^= 0x20;
    }
    return other;
  }

  private byte[] withBlanks(byte[] record) {
    byte[][] blanks = {bytes(" "), bytes("\t"), bytes("\r"), bytes("  \t\r  ")};
    byte[] blank = blanks[random.nextInt(blanks.length)];
    int colon = find(record, ':');
    return replaced(record, colon + random.nextInt(2), 0, blank);
  }

  /** Writes a character as an escape, inside of a string or not. */
  private byte[] escaped(byte[] record) {
    int at = at(record);
    return replaced(record, at, 1, bytes(String.format(Locale.ROOT, "\\u%04x", record[at] & 0xff)));
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(100)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] special() {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private int at(byte[] record) {
    return random.nextInt(record.length);
  }

  /** Returns the position of this character after a random place; else a random position. */
  private int find(byte[] record, char wanted) {
    int from = at(record);
    for (int i = 0; i < record.length; i++) {
      int at = (from + i) % record.length;
      if (record[at] == wanted) {
        return at;
      }
    }
    return from;
  }

  private static byte[] replaced(byte[] record, int at, int length, byte[] by) {
    return join(
        Arrays.copyOf(record, at), by, Arrays.copyOfRange(record, at + length, record.length));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
