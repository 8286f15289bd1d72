package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * A span of one machine's time that holds one or more whole sessions. All times are milliseconds
 * since the epoch.
 */
public final class SessionWindow extends BoundedWindow {
  /** Stands for the {@link #lastOpening} of a window without opening event. */
  static final long NO_OPENING = Long.MIN_VALUE;

  private final long start;
  private final long last;
  private final long lastOpening;
  private final boolean opens;
  private final long gap;

  /**
   * @param start the first event's instant
   * @param last the last event's instant
   * @param lastOpening the last opening event's instant, or {@link #NO_OPENING}
   * @param opens whether all events at the start are opening ones
   * @param gap how long after its last event the window stays open, in milliseconds
   */
  SessionWindow(long start, long last, long lastOpening, boolean opens, long gap) {
    this.start = start;
    this.last = last;
    this.lastOpening = lastOpening;
    this.opens = opens;
    this.gap = gap;
  }

  /** The window of a single event. */
  static SessionWindow of(long millis, boolean opening, long gap) {
    return new SessionWindow(millis, millis, opening ? millis : NO_OPENING, opening, gap);
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

  /** The window over the events of both. */
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

  /** Encodes a window by its five fields. */
  public static final class WindowCoder extends AtomicCoder<SessionWindow> {
    private static final WindowCoder INSTANCE = new WindowCoder();
    private static final VarLongCoder LONG = VarLongCoder.of();

    private WindowCoder() {}

    public static WindowCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(SessionWindow window, OutputStream out) throws IOException {
      LONG.encode(window.start, out);
      LONG.encode(window.last, out);
      LONG.encode(window.lastOpening, out);
      BooleanCoder.of().encode(window.opens, out);
      LONG.encode(window.gap, out);
    }

    @Override
    public SessionWindow decode(InputStream in) throws IOException {
      return new SessionWindow(
          LONG.decode(in),
          LONG.decode(in),
          LONG.decode(in),
          BooleanCoder.of().decode(in),
          LONG.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
