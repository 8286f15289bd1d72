package dev.sessionbeam.explain;

import java.util.Locale;

/**
 * The bytes of a record around a place in it, as one line of printable ASCII.
 *
 * @param at the place: the number of the byte in the record, from 0
 * @param text the bytes; those that are not printable ASCII are written like {@code \xc3}, and
 *     {@code ...} stands for bytes that are left out
 * @param column where in the text the byte of the place begins, from 0
 */
record ByteWindow(int at, String text, int column) {
  private static final int BEFORE = 48;
  private static final int AFTER = 24;
  private static final String CUT = "...";

  /** Returns the beginning of a record, for a rejection that is about no place in it. */
  static ByteWindow ofStart(byte[] record) {
    return of(0, 0, Math.min(record.length, BEFORE + AFTER), record);
  }

  /**
   * Returns the window around a place.
   *
   * @param at from 0 to the record's length; the length stands for the end of the record
   */
  static ByteWindow around(int at, byte[] record) {
    int from = Math.max(0, at - BEFORE);
    return of(at, from, Math.min(record.length, Math.max(at + AFTER, BEFORE + AFTER)), record);
  }

  private static ByteWindow of(int at, int from, int to, byte[] record) {
    StringBuilder text = new StringBuilder(from > 0 ? CUT : "");
    int column = text.length();
    for (int i = from; i < to; i++) {
      if (i == at) {
        column = text.length();
      }
      append(record[i], text);
    }
    if (at >= to) {
      column = text.length();
    }
    return new ByteWindow(at, text + (to < record.length ? CUT : ""), column);
  }

  private static void append(byte b, StringBuilder text) {
    if (b >= ' ' && b < 0x7f) {
      text.append((char) b);
    } else {
      text.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
    }
  }
}
