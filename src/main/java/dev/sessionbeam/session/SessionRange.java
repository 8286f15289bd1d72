package dev.sessionbeam.session;

import java.io.Serializable;
import java.time.Instant;

/**
 * A range of time, and which events tell all about the sessions that begin in it: whoever knows
 * those from {@code readFrom} up to, not including, {@code readTo} cuts these sessions exactly as
 * one who knows all events. That holds although a session's cut depends on where the one before it
 * began, and so on. Why, for one machine, with the gap G, the cap C, and multiples M of the cap:
 *
 * <p><b>Before.</b> Let h be the first event that is known. It is taken for a start. In truth it
 * may belong to a session that began earlier, but only where an unknown event lies less than G
 * ahead of it, hence {@code h < readFrom + G}. Pauses and opening events part sessions whatever
 * came before them; from there on, what is known is right. So let there be none. Then at the first
 * M behind h the truth may be a cut, and ours none, where {@code M - h < C/2}. That is the only
 * difference there can be: one M later, the session began less than G behind the M before (which is
 * more than C/2 ago) or even ahead of it, both ways, so both ways it is cut; and from a cut on both
 * ways are one. The first event behind an M is less than G behind it. Hence no cut in the range is
 * wrong where no M later than {@code from - G} has {@code M - C/2 < readFrom + G}, and where an
 * event in the range is not taken for h itself, {@code readFrom + G <= from}.
 *
 * <p><b>After.</b> A cut depends on nothing that comes later. A session that begins at s ends ahead
 * of the first M with {@code M - s >= C/2}, and the last one to ask for begins at {@code to - 1}.
 *
 * <p>So for days and a cap of a day, half a day and the gap before, and a day after. Two
 * milliseconds of that could be spared, no more. Without a cap no cut depends on an earlier one,
 * and the gap is enough; but then a session may last for ever.
 *
 * @param from sessions begin at this instant or later, in milliseconds since the epoch
 * @param to and ahead of this one
 * @param readFrom events of this instant and later are needed
 * @param readTo and ahead of this one; {@link #FOR_EVER} where there is no such instant
 */
public record SessionRange(long from, long to, long readFrom, long readTo) implements Serializable {
  public static final long FOR_EVER = Long.MAX_VALUE;

  /**
   * The range between two instants, and what it needs by these rules.
   *
   * @param to not in the range; has to be later than {@code from}
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

  /** Whether an event of this instant may matter to a session that begins in the range. */
  boolean needs(long millis) {
    return millis >= readFrom && millis < readTo;
  }
}
