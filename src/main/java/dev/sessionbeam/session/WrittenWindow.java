package dev.sessionbeam.session;

import dev.sessionbeam.session.WrittenSession.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * What is remembered of a window whose sessions were written.
 *
 * @param start its first instant, in milliseconds since the epoch
 * @param last its last instant
 * @param given how many events it held, copies included
 * @param sessions in order
 */
record WrittenWindow(long start, long last, long given, List<WrittenSession> sessions) {
  WrittenWindow {
    sessions = List.copyOf(sessions);
  }

  long duplicates() {
    return given - sessions.stream().mapToLong(WrittenSession::events).sum();
  }

  boolean overlaps(long first, long end) {
    return start <= end && first <= last;
  }

  /** Encodes a {@link WrittenWindow}. */
  static final class WindowCoder extends AtomicCoder<WrittenWindow> {
    private static final long serialVersionUID = 1;
    private static final VarLongCoder LONG = VarLongCoder.of();
    private static final Coder<List<WrittenSession>> SESSIONS = ListCoder.of(new OfSession());

    @Override
    public void encode(WrittenWindow window, OutputStream out) throws IOException {
      LONG.encode(window.start, out);
      LONG.encode(window.last, out);
      LONG.encode(window.given, out);
      SESSIONS.encode(window.sessions, out);
    }

    @Override
    public WrittenWindow decode(InputStream in) throws IOException {
      return new WrittenWindow(
          LONG.decode(in), LONG.decode(in), LONG.decode(in), SESSIONS.decode(in));
    }
  }

  private static final class OfSession extends AtomicCoder<WrittenSession> {
    private static final VarLongCoder LONG = VarLongCoder.of();

    @Override
    public void encode(WrittenSession session, OutputStream out) throws IOException {
      LONG.encode(session.start(), out);
      LONG.encode(session.end(), out);
      VarIntCoder.of().encode(session.events(), out);
      BooleanCoder.of().encode(session.opened(), out);
      VarIntCoder.of().encode(session.revision(), out);
      LONG.encode(session.fingerprint().high(), out);
      LONG.encode(session.fingerprint().low(), out);
    }

    @Override
    public WrittenSession decode(InputStream in) throws IOException {
      return new WrittenSession(
          LONG.decode(in),
          LONG.decode(in),
          VarIntCoder.of().decode(in),
          BooleanCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          new Fingerprint(LONG.decode(in), LONG.decode(in)));
    }
  }
}
