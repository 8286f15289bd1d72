package dev.sessionbeam.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes to the records in it: a line each, or several in a line where objects are glued
 * together ({@code }{}, as Firehose archives have them), with white space between them or without.
 *
 * <p>A brace within a string parts nothing, so objects are followed from brace to brace. Where one
 * never closes (its record was cut short), there is no telling strings from structure, and what was
 * read of it is parted at every {@code }{}: one broken record does not swallow the good ones behind
 * it. Memory is bounded: of a record without end, {@link #MAX_FRAME} bytes at a time go on as a
 * record too large.
 *
 * <p>{@link #over} frames an array in place, without a buffer, since a stream does so for every
 * record.
 */
final class RecordFramer {
  /** The most bytes that one record is given. */
  static final int MAX_FRAME = 8 << 20;

  /**
   * An object that has not closed by then is taken for a broken one: the limit of a valid record.
   */
  static final int MAX_OBJECT = 1 << 20;

  private static final int BLOCK = 1 << 18;

  /** How far a frame has come. */
  private enum State {
    /** Only white space so far. */
    BLANK,
    /** Within an object. */
    OBJECT,
    /** Behind an object that closed. */
    CLOSED,
    /** What has begun is no object, or is a broken one. */
    BROKEN
  }

  /** Null where {@link #data} is all of the input. */
  private final @Nullable InputStream in;

  private final long stopAt;

  // The buffer holds the file's bytes from offsetOfData on; those ahead of frameStart are done
  // with.
  private byte[] data;
  private int limit;
  private long offsetOfData;
  private boolean done;

  private State state = State.BLANK;
  private int frameStart;
  private int scan;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private int closedAt;

  // The bytes of a broken frame, given out piece by piece.
  private int piecesStart;
  private int piecesEnd;

  private int recordStart;
  private int recordEnd;
  private long recordOffset;

  // Where the line began that the last record stood in, and how many records it has given.
  private long lineOffset;
  private int recordsOfLine;
  private boolean lineEnded;

  /**
   * @param in stands at the first byte of a line
   * @param offset that byte's position in the file
   * @param stopAt no line is read that begins at this position or behind it
   */
  RecordFramer(InputStream in, long offset, long stopAt) {
    this(in, new byte[BLOCK], 0, offset, stopAt);
  }

  private RecordFramer(@Nullable InputStream in, byte[] data, int limit, long offset, long stopAt) {
    this.in = in;
    this.data = data;
    this.limit = limit;
    this.offsetOfData = offset;
    this.lineOffset = offset;
    this.stopAt = stopAt;
    this.done = offset >= stopAt;
  }

  /** Frames all of an array, which serves as the buffer and is never written to. */
  static RecordFramer over(byte[] all) {
    return new RecordFramer(null, all, all.length, 0, Long.MAX_VALUE);
  }

  /**
   * The next record's bytes, without the line break after it, or null at the end. Of an array that
   * is a single record, this is the array itself.
   */
  byte @Nullable [] next() throws IOException {
    while (!nextPiece()) {
      if (done) {
        return null;
      }
      if (nextFrame()) {
        break;
      }
    }
    recordsOfLine++;
    if (in == null && recordEnd - recordStart == data.length) {
      return data;
    }
    return Arrays.copyOfRange(data, recordStart, recordEnd);
  }

  /** The position in the file of the first byte that {@link #next} gave last. */
  long offset() {
    return recordOffset;
  }

  /** Where the line begins that the last record stood in. */
  long lineOffset() {
    return lineOffset;
  }

  /** How many records that line has given, the last one included. */
  int recordsOfLine() {
    return recordsOfLine;
  }

  /** How many bytes of the file have been gone through. */
  long position() {
    return offsetOfData + scan;
  }

  /**
   * Goes on to the end of a frame. True: it is the record. False: it was blank or broken, or the
   * line is done.
   */
  private boolean nextFrame() throws IOException {
    if (lineEnded) {
      lineOffset = offsetOfData + scan;
      recordsOfLine = 0;
      lineEnded = false;
    }
    if (state == State.BLANK && scan == frameStart && skipToEndOfOneObject()) {
      return true;
    }
    while (scan < limit || fill()) {
      byte b = data[scan];
      if (b == '\n') {
        int end = scan;
        scan++;
        lineEnded = true;
        done = offsetOfData + scan >= stopAt;
        return endLine(end);
      }
      if (state == State.CLOSED && b == '{') {
        record(frameStart, closedAt);
        frameStart = scan;
        state = State.BLANK;
        return true;
      }
      step(b);
      scan++;
      if (scan - frameStart >= (state == State.OBJECT ? MAX_OBJECT : MAX_FRAME)) {
        overflow();
        return false;
      }
    }
    done = true;
    return endLine(limit);
  }

  /**
   * Goes over the rest of a line at one go where it is a single record beyond doubt, as most are:
   * it begins with a brace, and no other object may be glued to it. False: nothing was done.
   */
  private boolean skipToEndOfOneObject() {
    int start = scan;
    int most = Math.min(limit, start + MAX_OBJECT);
    if (start >= limit || data[start] != '{') {
      return false;
    }
    int end = start + 1;
    while (end < most && data[end] != '\n') {
      if (data[end] == '{' && mayBeGlued(start, end)) {
        return false;
      }
      end++;
    }
    boolean inputEnds = in == null && end == limit;
    if (end - start == MAX_OBJECT || (end == limit && !inputEnds)) {
      return false;
    }
    scan = inputEnds ? end : end + 1;
    lineEnded = true;
    done = inputEnds || offsetOfData + scan >= stopAt;
    frameStart = scan;
    record(start, end);
    return true;
  }

  /** Whether an object or an array may have ended right ahead of a brace. */
  private boolean mayBeGlued(int start, int brace) {
    int i = brace - 1;
    while (i > start && isBlank(data[i])) {
      i--;
    }
    return data[i] == '}' || data[i] == ']';
  }

  private void step(byte b) {
    switch (state) {
      case BLANK -> {
        if (b == '{') {
          state = State.OBJECT;
          depth = 1;
          inString = false;
          escaped = false;
        } else if (!isBlank(b)) {
          state = State.BROKEN;
        }
      }
      case OBJECT -> {
        if (inString) {
          stepInString(b);
        } else {
          stepInObject(b);
        }
      }
      case CLOSED -> {
        if (!isBlank(b)) {
          state = State.BROKEN;
        }
      }
      case BROKEN -> {}
    }
  }

  private void stepInString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
    }
  }

  private void stepInObject(byte b) {
    if (b == '"') {
      inString = true;
    } else if (b == '{' || b == '[') {
      depth++;
    } else if (b == '}' || b == ']') {
      depth--;
      if (depth == 0) {
        state = State.CLOSED;
        closedAt = scan + 1;
      }
    }
  }

  private boolean endLine(int end) {
    State ended = state;
    int start = frameStart;
    frameStart = scan;
    state = State.BLANK;
    if (ended == State.CLOSED) {
      record(start, end);
      return true;
    }
    if (ended != State.BLANK) {
      piecesStart = start;
      piecesEnd = end;
    }
    return false;
  }

  /** A frame has grown too long: it is parted where it can be, or goes on without its structure. */
  private void overflow() {
    if (state == State.BLANK) {
      frameStart = scan;
      return;
    }
    int glue = lastGlue();
    if (glue > frameStart) {
      piecesStart = frameStart;
      piecesEnd = glue;
      frameStart = glue;
      scan = glue;
      state = State.BLANK;
    } else if (scan - frameStart >= MAX_FRAME) {
      piecesStart = frameStart;
      piecesEnd = scan;
      frameStart = scan;
      state = State.BROKEN;
    } else {
      state = State.BROKEN;
    }
  }

  private int lastGlue() {
    for (int i = scan - 1; i > frameStart; i--) {
      if (data[i] == '{' && closesBefore(i)) {
        return i;
      }
    }
    return frameStart;
  }

  private boolean closesBefore(int brace) {
    int i = brace - 1;
    while (i > frameStart && isBlank(data[i])) {
      i--;
    }
    return data[i] == '}';
  }

  private boolean nextPiece() {
    while (piecesStart < piecesEnd) {
      int start = piecesStart;
      int close = start;
      int next = piecesEnd;
      for (int i = start; i < piecesEnd && next == piecesEnd; i++) {
        if (data[i] == '}') {
          close = i + 1;
        } else if (data[i] == '{' && close > start) {
          next = i;
        } else if (!isBlank(data[i])) {
          close = start;
        }
      }
      piecesStart = next;
      record(start, next == piecesEnd ? piecesEnd : close);
      if (recordEnd > recordStart) {
        return true;
      }
    }
    return false;
  }

  /** Line ends of other systems are no part of the record. */
  private void record(int start, int end) {
    int last = end;
    while (last > start && data[last - 1] == '\r') {
      last--;
    }
    recordStart = start;
    recordEnd = last;
    recordOffset = offsetOfData + start;
  }

  private boolean fill() throws IOException {
    if (in == null) {
      return false;
    }
    if (frameStart > 0) {
      System.arraycopy(data, frameStart, data, 0, limit - frameStart);
      offsetOfData += frameStart;
      limit -= frameStart;
      scan -= frameStart;
      closedAt -= frameStart;
      frameStart = 0;
    }
    if (limit == data.length) {
      data = Arrays.copyOf(data, data.length * 2);
    }
    int read = in.read(data, limit, data.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return read > 0 || fill();
  }

  /** White space that makes no record by itself. */
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\u000b' || b == '\f';
  }
}
