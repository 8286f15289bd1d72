package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Instant;

/**
 * A range of time, and the events that are needed to cut the sessions that begin in it. The events
 * from {@code readFrom} up to, not including, {@code readTo} give exactly the same sessions as all
 * events do, although the cut of a session depends on the start of the session before it, and so
 * on. The reason, for one machine with the gap G, the cap C, and the multiples M of the cap:
 *
 * <p><b>Before.</b> Let h be the first known event. The result takes h for the start of a session.
 * In truth, h may belong to a session that began earlier, but only if an unknown event is less than
 * G before h, so {@code h < readFrom + G}. Pauses and opening events split sessions whatever came
 * before them, and after the first of them the result is right. So assume that there are none. At
 * the first M after h, the truth may have a cut that the result does not have, if {@code M - h <
 * C/2}. This is the only possible difference: at the next M, both have a cut, because in both the
 * session began less than G after the M before (which is more than C/2 ago), or even before that M.
 * After a cut that both have, both are the same. The first event after an M is less than G after
 * it. So no cut in the range is wrong if no M later than {@code from - G} has {@code M - C/2 <
 * readFrom + G}. And h is not a wrong start in the range if {@code readFrom + G <= from}.
 *
 * <p><b>After.</b> A cut does not depend on later events. A session that begins at s ends before
 * the first M with {@code M - s >= C/2}, and the last session of the range begins at {@code to - 1}
 * at the latest.
 *
 * <p>For days and a cap of one day, this means half a day and the gap before the range, and one day
 * after it. At most two milliseconds of that could be saved. Without a cap, no cut depends on an
 * earlier cut, so the gap before the range is enough; but then a session may last forever.
 *
 * @param from sessions begin at this instant or later, in milliseconds since the epoch
 * @param to sessions begin before this instant
 * @param readFrom events at this instant and later are needed
 * @param readTo events before this instant are needed; {@link #FOR_EVER} if there is no such
 *     instant
 */
public record SessionRange(long from, long to, long readFrom, long readTo) implements Serializable {
  public static final long FOR_EVER = Long.MAX_VALUE;

  /**
   * The range between two instants, with the events that it needs by these rules.
   *
   * @param to the end of the range, exclusive; must be later than {@code from}
   */
  public static SessionRange of(Instant from, Instant to, SessionRules rules) {
    return of(from.toEpochMilli(), to.toEpochMilli(), rules);
  }

  static SessionRange of(long from, long to, SessionRules rules) {
    long gap = rules.gapMillis();
    long cap = rules.maxDurationMillis();
    if (cap == 0) {
      return new SessionRange(from, to, from - gap, FOR_EVER);
    }
    long half = cap - cap / 2;
    long firstThatMayMatter = rules.lastMultiple(from - gap) + cap;
    long lastStart = to - 1;
    return new SessionRange(
        from,
        to,
        Math.min(from, firstThatMayMatter - half) - gap,
        rules.lastMultiple(lastStart + half - 1) + cap);
  }

  /** Whether an event at this instant may affect a session that begins in the range. */
  public boolean needs(long millis) {
    return millis >= readFrom && millis < readTo;
  }
}
