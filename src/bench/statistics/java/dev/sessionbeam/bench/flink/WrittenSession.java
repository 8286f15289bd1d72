package dev.sessionbeam.bench.flink;

import java.util.Arrays;
import java.util.List;

/**
 * A session that was written and may change until it is final. Public fields make it a POJO, which
 * Flink encodes itself.
 */
public final class WrittenSession {
  private static final NitroEvent[] NONE = {};
  private static final long[] NOTHING = {};

  /** 0 for a session that was written once. */
  public int revision;

  /** In order, without duplicates. */
  public NitroEvent[] events = NONE;

  /** The starts of written sessions that this one replaces, apart from one of the same start. */
  public long[] replacedStarts = NOTHING;

  /** Flink needs a constructor without parameters. */
  public WrittenSession() {}

  /** A session of some events, in order, that replaces sessions that were written before. */
  static WrittenSession of(List<NitroEvent> events, Iterable<WrittenSession> before) {
    WrittenSession session = new WrittenSession();
    session.events = events.toArray(NONE);
    for (WrittenSession old : before) {
      session.revision = Math.max(session.revision, old.revision + 1);
      if (old.start() > session.start()) {
        int replaced = session.replacedStarts.length;
        session.replacedStarts = Arrays.copyOf(session.replacedStarts, replaced + 1);
        session.replacedStarts[replaced] = old.start();
      }
    }
    return session;
  }

  long start() {
    return events[0].millis;
  }

  long end() {
    return events[events.length - 1].millis;
  }

  boolean hasEvents(List<NitroEvent> others) {
    if (events.length != others.size()) {
      return false;
    }
    for (int i = 0; i < events.length; i++) {
      if (!events[i].isSameAs(others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
