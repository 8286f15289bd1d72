package dev.sessionbeam.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file of JSON arrays into their elements, each of which is a record. An array may have
 * any size. A value outside the arrays is a record too. See {@link ArrayFile}.
 *
 * <p>A value that is broken becomes a record up to the end of the line in which it breaks, and
 * reading goes on at the next line. So nothing is lost. Memory is bounded: a value that never ends
 * is emitted in pieces of {@link RecordFramer#MAX_FRAME} bytes. Missing and additional commas are
 * accepted.
 */
public final class ElementFramer implements FileFramer {
  private static final int BLOCK = 1 << 16;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final ValueEnd valueEnd = new ValueEnd();

  // The buffer holds the bytes of the file from offsetOfData on. The bytes before start are no
  // longer needed.
  private byte[] data = new byte[BLOCK];
  private int limit;
  private long offsetOfData;
  private int start;
  private int scan;

  private boolean inArray;

  /** Whether the next value is read as a whole, even if it is an array. */
  private boolean resumes;

  /** Whether the last record was broken. Then an opening bracket begins a new array. */
  private boolean afterBroken;

  /** Whether a piece of a value that is too long was emitted, and the rest of its line was not. */
  private boolean inRest;

  private long recordOffset;
  private boolean element;
  private long valueOffset;
  private int recordsOfValue;

  /**
   * Splits a stream of bytes.
   *
   * @param in at the first byte of the file, or at {@link #lineOffset} of an earlier reader
   * @param offset the position of that byte in the file
   * @param resumes whether an earlier reader has returned the value at that position
   */
  public ElementFramer(InputStream in, long offset, boolean resumes) {
    this.in = in;
    this.offsetOfData = offset;
    this.resumes = resumes;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (hasByte()) {
      byte b = data[scan];
      if (inRest) {
        inRest = false;
        if (b != '\n') {
          start = scan;
          return restOfLine();
        }
      } else if (isBetweenValues(b)) {
        scan++;
      } else if (b == '[' && !resumes && (!inArray || afterBroken)) {
        inArray = true;
        afterBroken = false;
        scan++;
      } else if (b == ']') {
        inArray = false;
        scan++;
      } else {
        start = scan;
        valueOffset = offsetOfData + start;
        recordsOfValue = 0;
        return value();
      }
      start = scan;
    }
    return null;
  }

  private boolean isBetweenValues(byte b) {
    long position = offsetOfData + scan;
    return isBlank(b)
        || b == ','
        || (position < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[(int) position]);
  }

  private byte[] value() throws IOException {
    valueEnd.restart();
    ValueEnd.Step step = ValueEnd.Step.INSIDE;
    while (step == ValueEnd.Step.INSIDE && hasByte()) {
      if (scan - start == RecordFramer.MAX_FRAME) {
        return piece();
      }
      step = valueEnd.step(data[scan]);
      scan++;
    }
    if (step == ValueEnd.Step.INSIDE) {
      return record(scan); // The file ends.
    }
    if (step != ValueEnd.Step.LAST) {
      scan--;
    }
    if (step == ValueEnd.Step.BROKEN) {
      return restOfLine();
    }
    int length = scan - start;
    while (hasByte() && isBlank(data[scan]) && scan - start < RecordFramer.MAX_FRAME) {
      scan++;
    }
    if (scan == limit || mayFollow(data[scan])) {
      inArray |= resumes && scan < limit && (data[scan] == ',' || data[scan] == ']');
      afterBroken = false;
      return record(start + length);
    }
    return restOfLine();
  }

  /** Whether a byte may follow a value; only white space is between them. */
  private static boolean mayFollow(byte b) {
    return b == ',' || b == ']' || b == '{' || b == '[' || b == '"' || isBlank(b);
  }

  private byte[] restOfLine() throws IOException {
    while (hasByte() && data[scan] != '\n') {
      if (scan - start >= RecordFramer.MAX_FRAME) {
        return piece();
      }
      scan++;
    }
    broken();
    int last = scan;
    while (last > start + 1 && data[last - 1] == '\r') {
      last--;
    }
    return record(last);
  }

  private byte[] piece() {
    broken();
    inRest = true;
    return record(scan);
  }

  private void broken() {
    afterBroken = true;
    inArray |= resumes;
  }

  private byte[] record(int end) {
    resumes = false;
    element = inArray;
    recordOffset = offsetOfData + start;
    recordsOfValue++;
    byte[] record = Arrays.copyOfRange(data, start, end);
    start = scan;
    return record;
  }

  private boolean hasByte() throws IOException {
    return scan < limit || fill();
  }

  private boolean fill() throws IOException {
    if (start > 0) {
      System.arraycopy(data, start, data, 0, limit - start);
      offsetOfData += start;
      limit -= start;
      scan -= start;
      start = 0;
    }
    if (limit == data.length) {
      data = Arrays.copyOf(data, data.length * 2);
    }
    int read = in.read(data, limit, data.length - limit);
    limit += Math.max(0, read);
    return read > 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  @Override
  public long offset() {
    return recordOffset;
  }

  @Override
  public long lineOffset() {
    return valueOffset;
  }

  @Override
  public int recordsOfLine() {
    return recordsOfValue;
  }

  @Override
  public long position() {
    return offsetOfData + scan;
  }

  @Override
  public boolean isElement() {
    return element;
  }
}
