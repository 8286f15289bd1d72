package dev.sessionbeam.io;

import dev.sessionbeam.json.ByteSearch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into the records in it. A record is a line. If objects follow each other
 * in a line without a line break, as in archives of Firehose, each object is a record; there may be
 * white space between them.
 *
 * <p>A brace inside a string does not separate records, so objects are followed from brace to
 * brace. If an object never closes because its record was cut short, strings and structure can no
 * longer be told apart. Then the text that was read is split wherever an opening brace follows a
 * closing one. So one broken record does not swallow the good ones after it. Memory is bounded: a
 * record that never ends is emitted in pieces of {@link #MAX_FRAME} bytes, each of them a record
 * that is too large.
 *
 * <p>{@link #over} splits an array in place, without a buffer, because a stream does so for every
 * record.
 */
public final class RecordFramer implements FileFramer {
  /** The maximum size of one emitted record, in bytes. */
  static final int MAX_FRAME = 8 << 20;

  /**
   * The maximum size of a valid record, in bytes. An object that is still open after it counts as
   * broken.
   */
  static final int MAX_OBJECT = 1 << 20;

  private static final int BLOCK = 1 << 18;

  /** What has been read of the current frame. */
  private enum State {
    /** Only white space so far. */
    BLANK,
    /** Inside an object, or inside an array that may hold records. */
    OBJECT,
    /** After the end of an object or such an array. */
    CLOSED,
    /** The frame is not an object, or is a broken one. */
    BROKEN
  }

  /** Null if {@link #data} is all of the input. */
  private final @Nullable InputStream in;

  private final long stopAt;

  /** Whether a record may hold many: then it may be an array, and may have {@link #MAX_FRAME}. */
  private final boolean unwraps;

  private final int mostInObject;

  /** Lines that are read as a whole although they are longer than a record; null if none are. */
  private @Nullable LongLines longLines;

  /** Where the last line begins that is not one of them. */
  private long ordinaryLine = -1;

  // The buffer holds the bytes of the file from offsetOfData on. The bytes before frameStart are no
  // longer needed.
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

  // The bytes of a broken frame, emitted piece by piece.
  private int piecesStart;
  private int piecesEnd;

  private int recordStart;
  private int recordEnd;
  private long recordOffset;

  // Where the line of the last record begins, and how many records of that line were emitted.
  private long lineOffset;
  private int recordsOfLine;
  private boolean lineEnded;

  /**
   * Splits a stream of bytes, for example a file.
   *
   * @param in at the first byte of a line
   * @param offset the position of that byte in the file
   * @param stopAt a line that begins at this position or after it is not read
   */
  public RecordFramer(InputStream in, long offset, long stopAt) {
    this(in, offset, stopAt, false);
  }

  /**
   * Splits a stream of bytes, as {@link #RecordFramer(InputStream, long, long)} does.
   *
   * @param unwraps whether a record may hold many. Then arrays are split from each other as objects
   *     are, and a valid record may have {@link #MAX_FRAME} bytes
   */
  public RecordFramer(InputStream in, long offset, long stopAt, boolean unwraps) {
    this(in, new byte[BLOCK], 0, offset, stopAt, unwraps);
  }

  private RecordFramer(
      @Nullable InputStream in, byte[] data, int limit, long offset, long stopAt, boolean unwraps) {
    this.in = in;
    this.unwraps = unwraps;
    this.mostInObject = unwraps ? MAX_FRAME : MAX_OBJECT;
    this.data = data;
    this.limit = limit;
    this.offsetOfData = offset;
    this.lineOffset = offset;
    this.stopAt = stopAt;
    this.done = offset >= stopAt;
  }

  /** Splits an array into records. The array serves as the buffer, but nothing is written to it. */
  static RecordFramer over(byte[] all) {
    return over(all, false);
  }

  /** The same, if a record may hold many. */
  static RecordFramer over(byte[] all, boolean unwraps) {
    return new RecordFramer(null, all, all.length, 0, Long.MAX_VALUE, unwraps);
  }

  /**
   * Lines that hold a record in another form, and so may be longer than a record.
   *
   * @param mostBytes the largest size of such a line; a longer line is an ordinary one
   * @param isOne whether a line is one of them. It is only asked about a line that is too long for
   *     a record
   */
  public record LongLines(int mostBytes, Predicate<byte[]> isOne) {}

  /** Reads such lines as a whole. Returns the same framer. */
  public RecordFramer withLongLines(LongLines lines) {
    longLines = lines;
    return this;
  }

  /**
   * Returns the bytes of the next record without the line break after it, or null at the end. If
   * the input is an array that is a single record, it returns the array itself.
   */
  @Override
  public byte @Nullable [] next() throws IOException {
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

  @Override
  public long offset() {
    return recordOffset;
  }

  @Override
  public long lineOffset() {
    return lineOffset;
  }

  @Override
  public int recordsOfLine() {
    return recordsOfLine;
  }

  @Override
  public long position() {
    return offsetOfData + scan;
  }

  /**
   * Reads to the end of a frame. Returns true if the frame is the next record. Returns false if the
   * frame is blank or broken, or if the line has ended.
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
    LongLines lines = longLines;
    if (lines != null && isAtLine() && skipToEndOfLongLine(lines)) {
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
      if (state == State.CLOSED && opens(b)) {
        record(frameStart, closedAt);
        frameStart = scan;
        state = State.BLANK;
        return true;
      }
      step(b);
      scan++;
      if (scan - frameStart >= (state == State.OBJECT ? mostInObject : MAX_FRAME)) {
        overflow();
        return false;
      }
    }
    done = true;
    return endLine(limit);
  }

  /**
   * Reads the rest of a line in one step if the line is certainly a single record, as most lines
   * are: it begins with a brace, and no other object, or array of records, can follow on the same
   * line. Returns false if that is not certain; then nothing was read.
   */
  private boolean skipToEndOfOneObject() {
    int start = scan;
    int most = Math.min(limit, start + MAX_OBJECT);
    if (start >= limit || data[start] != '{') {
      return false;
    }
    char array = unwraps ? '[' : '{';
    int end = ByteSearch.indexOfAny(data, '\n', '{', array, start + 1, most);
    while (end < most && data[end] != '\n') {
      if (mayFollowAnObject(start, end)) {
        return false;
      }
      end = ByteSearch.indexOfAny(data, '\n', '{', array, end + 1, most);
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

  /** Whether the next byte is the first one of a line about which nothing is known yet. */
  private boolean isAtLine() {
    return state == State.BLANK
        && scan == frameStart
        && offsetOfData + scan == lineOffset
        && lineOffset != ordinaryLine;
  }

  /** Reads a whole line if it is a long one. Otherwise returns false, and nothing was read. */
  private boolean skipToEndOfLongLine(LongLines lines) throws IOException {
    int length = 0;
    boolean ends = scan < limit && data[scan] != '{';
    while (length <= lines.mostBytes() && !ends) {
      // When it fills the buffer, the line moves to its beginning.
      scan = frameStart + length;
      ends = scan == limit && !fill();
      scan = frameStart;
      ends = ends || data[frameStart + length] == '\n';
      length += ends ? 0 : 1;
    }
    byte[] line =
        ends && length >= mostInObject - 1
            ? Arrays.copyOfRange(data, frameStart, frameStart + length)
            : null;
    if (line == null || !lines.isOne().test(line)) {
      ordinaryLine = lineOffset;
      return false;
    }
    int start = frameStart;
    int end = start + length;
    scan = Math.min(end + 1, limit);
    frameStart = scan;
    lineEnded = true;
    done = end == limit || offsetOfData + scan >= stopAt;
    record(start, end);
    return true;
  }

  /** Whether an object or an array may have ended directly before an opening character. */
  private boolean mayFollowAnObject(int start, int opening) {
    int i = opening - 1;
    while (i > start && isBlank(data[i])) {
      i--;
    }
    return data[i] == '}' || data[i] == ']';
  }

  private void step(byte b) {
    switch (state) {
      case BLANK -> {
        if (opens(b)) {
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

  private boolean opens(byte b) {
    return b == '{' || (b == '[' && unwraps);
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

  /** Handles a frame that is too long: splits it if possible, else treats it as broken. */
  private void overflow() {
    if (state == State.BLANK) {
      frameStart = scan;
      return;
    }
    int split = lastSplit();
    if (split > frameStart) {
      piecesStart = frameStart;
      piecesEnd = split;
      frameStart = split;
      scan = split;
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

  private int lastSplit() {
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

  /** Sets the next record. Line ends of other systems are not part of it. */
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

  /** White space that is not a record by itself. */
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\u000b' || b == '\f';
  }
}
