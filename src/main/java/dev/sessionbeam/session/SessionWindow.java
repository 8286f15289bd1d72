package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * A span of one machine's time that holds one or more whole sessions. All times are milliseconds
 * since the epoch.
 */
public final class SessionWindow extends BoundedWindow {
  /** The value of {@link #lastOpening} if the window has no opening event. */
  static final long NO_OPENING = EventSpan.NO_OPENING;

  private final long start;
  private final long last;
  private final long lastOpening;
  private final boolean opens;
  private final long gap;

  /**
   * @param start the first event's instant
   * @param last the last event's instant
   * @param lastOpening the last opening event's instant, or {@link #NO_OPENING}
   * @param opens whether all events at the start are opening events
   * @param gap how long after its last event the window stays open, in milliseconds
   */
  SessionWindow(long start, long last, long lastOpening, boolean opens, long gap) {
    this.start = start;
    this.last = last;
    this.lastOpening = lastOpening;
    this.opens = opens;
    this.gap = gap;
  }

  /** The window of one or more events whose windows merge into one. */
  static SessionWindow of(EventSpan events, long gap) {
    return new SessionWindow(
        events.start(), events.last(), events.lastOpening(), events.opens(), gap);
  }

  long start() {
    return start;
  }

  long last() {
    return last;
  }

  long lastOpening() {
    return lastOpening;
  }

  boolean opens() {
    return opens;
  }

  /** How long after its last event the window stays open, in milliseconds. */
  long gap() {
    return gap;
  }

  /** The window that spans the events of both windows. */
  SessionWindow span(SessionWindow other) {
    long earliest = Math.min(start, other.start);
    boolean opened = (opens || start > earliest) && (other.opens || other.start > earliest);
    return new SessionWindow(
        earliest,
        Math.max(last, other.last),
        Math.max(lastOpening, other.lastOpening),
        opened,
        gap);
  }

  @Override
  public Instant maxTimestamp() {
    return Instant.ofEpochMilli(last + gap - 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionWindow that
        && start == that.start
        && last == that.last
        && lastOpening == that.lastOpening
        && opens == that.opens
        && gap == that.gap;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * start + last);
  }

  @Override
  public String toString() {
    return "["
        + Instant.ofEpochMilli(start)
        + (opens ? " opened, " : ", ")
        + Instant.ofEpochMilli(last)
        + "]";
  }

  /**
   * Encodes a {@link SessionWindow} in about 16 bytes. Three of them are the gap, although the
   * window function knows it. The reason: a job may resume from a savepoint with another gap. If
   * the end of a window moved then, its timer would fire at the old end and find nothing due.
   */
  public static final class WindowCoder extends AtomicCoder<SessionWindow> {
    private static final long serialVersionUID = 1;
    private static final WindowCoder INSTANCE = new WindowCoder();
    private static final VarLongCoder LONG = VarLongCoder.of();

    private WindowCoder() {}

    public static WindowCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(SessionWindow window, OutputStream out) throws IOException {
      LONG.encode(window.start, out);
      LONG.encode(window.last - window.start, out);
      long opening = window.lastOpening == NO_OPENING ? 0 : window.lastOpening - window.start + 1;
      LONG.encode(2 * opening + (window.opens ? 1 : 0), out);
      LONG.encode(window.gap, out);
    }

    @Override
    public SessionWindow decode(InputStream in) throws IOException {
      long start = LONG.decode(in);
      long last = start + LONG.decode(in);
      long openings = LONG.decode(in);
      long opening = openings / 2 == 0 ? NO_OPENING : start + openings / 2 - 1;
      return new SessionWindow(start, last, opening, openings % 2 == 1, LONG.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
