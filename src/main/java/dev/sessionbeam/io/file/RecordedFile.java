package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.EnvelopeReader;
import dev.sessionbeam.io.ReadProgress;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a recorded stream, one record at a time. It looks one record ahead, so that
 * files can be played in the order of their events.
 */
final class RecordedFile implements Closeable {
  /** The latest instant of a file that has emitted no event yet. */
  static final long NO_EVENT = Long.MIN_VALUE;

  private final FileSlice slice;
  private final RecordClock clock;
  private final boolean envelopes;
  private final boolean unwraps;

  private FileMark mark;
  private @Nullable SliceReader reader;
  private @Nullable RawRecord next;
  private long earliestOfNext;
  private FileMark markOfNext;

  /** A file that is read from a mark on. */
  RecordedFile(RecordedReadSettings reading, FileMark mark) {
    this.slice = reading.file(mark);
    this.clock = reading.clock();
    this.envelopes = reading.settings().envelopes();
    this.unwraps = reading.unwraps();
    this.mark = mark;
    this.markOfNext = mark;
  }

  /** Looks at the next record. Returns false if there is none. */
  boolean look() throws IOException {
    SliceReader open = reader;
    if (open == null) {
      open = reopen();
      mark = mark.withHead(open.head());
      reader = open;
    }
    RawRecord record = open.next();
    if (record == null) {
      close();
      ReadProgress.addStoredBytes(slice.size());
      next = null;
      return false;
    }
    next = envelopes ? EnvelopeReader.open(record) : record;
    Long nextMillis = clock.millis(next);
    earliestOfNext = nextMillis == null ? Long.MAX_VALUE : clock.earliest(next, nextMillis);
    markOfNext =
        mark.at(
            open.lineOffset(),
            open.recordsOfLine(),
            nextMillis == null ? mark.latest() : Math.max(mark.latest(), nextMillis));
    return true;
  }

  private SliceReader reopen() throws UnreadableInputException {
    try {
      return SliceReader.reopen(slice, mark, unwraps, envelopes);
    } catch (UnreadableInputException e) {
      throw ReadFaults.keep(e);
    }
  }

  /** Emits the record that was looked at. */
  RawRecord take() {
    RawRecord taken = next;
    if (taken == null) {
      throw new IllegalStateException("no record was looked at: call look before take");
    }
    mark = markOfNext;
    next = null;
    return taken;
  }

  /**
   * The earliest instant of an event in the record that was looked at or taken last; {@link
   * Long#MAX_VALUE} if it has no event.
   */
  long earliest() {
    return earliestOfNext;
  }

  /** The latest instant of the file, including the record that was looked at. */
  long latestWithNext() {
    return markOfNext.latest();
  }

  /**
   * The instant that this file has reached. It is not after the instant of the next event that is
   * in order.
   */
  long reached() {
    return mark.latest() == NO_EVENT ? markOfNext.latest() : mark.latest();
  }

  FileMark mark() {
    return mark;
  }

  /** Closes the file, but keeps the position and the record that was looked at. */
  void rest() throws IOException {
    SliceReader open = reader;
    if (open != null) {
      reader = null;
      open.close();
    }
  }

  @Override
  public void close() throws IOException {
    rest();
  }
}
