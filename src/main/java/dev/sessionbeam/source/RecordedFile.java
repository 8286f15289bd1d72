package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.source.StreamMark.FileMark;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One file of a recorded stream, record by record. It looks one record ahead, so that files can be
 * played in the order of their events.
 */
final class RecordedFile implements Closeable {
  /** Stands for the latest instant of a file that has given out no event yet. */
  static final long NO_EVENT = Long.MIN_VALUE;

  private final FileSlice slice;
  private final RecordClock clock;
  private final boolean envelopes;

  private FileMark mark;
  private @Nullable SliceReader reader;
  private @Nullable RawRecord next;
  private @Nullable Long nextMillis;
  private FileMark markOfNext;

  /** A file to be read on from a mark. */
  RecordedFile(RecordedReading reading, FileMark mark) {
    this.slice = reading.file(mark);
    this.clock = reading.clock();
    this.envelopes = reading.settings().envelopes();
    this.mark = mark;
    this.markOfNext = mark;
  }

  /** Looks at the next record. False: there is none. */
  boolean look() throws IOException {
    SliceReader open = reader;
    if (open == null) {
      open = SliceReader.reopen(slice, mark.lineOffset(), mark.recordsOfLine());
      reader = open;
    }
    RawRecord record = open.next();
    if (record == null) {
      close();
      ReadProgress.addStoredBytes(slice.size());
      next = null;
      return false;
    }
    next = envelopes ? Envelope.open(record) : record;
    nextMillis = clock.millis(next);
    markOfNext =
        mark.at(
            open.lineOffset(),
            open.recordsOfLine(),
            nextMillis == null ? mark.latest() : Math.max(mark.latest(), nextMillis));
    return true;
  }

  /** Gives the record out that was looked at. */
  RawRecord take() {
    RawRecord taken = next;
    if (taken == null) {
      throw new IllegalStateException("no record was looked at");
    }
    mark = markOfNext;
    next = null;
    return taken;
  }

  /** The instant of the record that was looked at or taken last, or null where it has none. */
  @Nullable Long millis() {
    return nextMillis;
  }

  /** The latest instant, once the record that was looked at is taken. */
  long latestWithNext() {
    return markOfNext.latest();
  }

  /** The instant up to which this file has come: no later than that of its next event in order. */
  long reached() {
    return mark.latest() == NO_EVENT ? markOfNext.latest() : mark.latest();
  }

  FileMark mark() {
    return mark;
  }

  /** Goes on holding the record that was looked at, and the place, but not the file. */
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
