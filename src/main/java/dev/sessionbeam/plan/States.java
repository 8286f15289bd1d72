package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;
import java.time.Duration;

/** The state that a stream keeps for sessions: while they are open, and while they can change. */
final class States {
  private static final BigDecimal DAY = Numbers.of(86_400);

  private final Load load;
  private final SessionLoad sessions;
  private final Measured measured;
  private final PlanLines lines;

  private States(Load load, SessionLoad sessions, Measured measured, PlanLines lines) {
    this.load = load;
    this.sessions = sessions;
    this.measured = measured;
    this.lines = lines;
  }

  /**
   * Adds the lines, and returns the bytes of state.
   *
   * @param perDay the sessions of a day
   */
  static BigDecimal add(
      Load load,
      SessionLoad sessions,
      BigDecimal perDay,
      OutputLoad output,
      Measured measured,
      PlanLines lines) {
    States states = new States(load, sessions, measured, lines);
    return sessions.neverPauses() ? states.addWithoutPauses() : states.addState(perDay, output);
  }

  private BigDecimal addState(BigDecimal perDay, OutputLoad output) {
    BigDecimal bytes =
        Numbers.over(Numbers.times(load.perDay(), load.bytes()), perDay)
            .max(measured.sessionBytes());
    BigDecimal weight = Numbers.over(bytes, measured.sessionBytes());
    lines.add(
        "weight of a session",
        Quantity.count(weight),
        text(load.perDay())
            + " × "
            + text(load.bytes())
            + " bytes ÷ "
            + text(perDay)
            + " sessions ÷ "
            + text(measured.sessionBytes())
            + " bytes of a measured one, and at least 1");
    Duration duration = sessions.duration();
    if (!sessions.cap().isZero() && duration.compareTo(sessions.cap()) > 0) {
      duration = sessions.cap();
    }
    BigDecimal open = Delays.seconds(duration.plus(sessions.gap()).plus(output.maxDisorder()));
    BigDecimal openBytes =
        addOne(
            "open",
            perDay,
            open,
            "session "
                + Durations.text(duration)
                + " + gap "
                + Durations.text(sessions.gap())
                + " + --maxDisorder "
                + Durations.text(output.maxDisorder())
                + " = "
                + text(open)
                + " s",
            measured.openBytes(),
            weight);
    BigDecimal kept = Delays.seconds(sessions.lateness());
    BigDecimal closedBytes =
        addOne(
            "written",
            perDay,
            kept,
            "allowed_lateness " + text(kept) + " s",
            measured.closedBytes(),
            weight);
    BigDecimal state = openBytes.add(closedBytes);
    lines.add(
        "state",
        Quantity.size(state),
        text(openBytes) + " + " + text(closedBytes) + " = " + text(state) + " bytes");
    return state;
  }

  private BigDecimal addOne(
      String which,
      BigDecimal perDay,
      BigDecimal seconds,
      String secondsFrom,
      BigDecimal bytesOfOne,
      BigDecimal weight) {
    BigDecimal number = Numbers.over(perDay.multiply(seconds), DAY);
    lines.add(
        which + " sessions at a time",
        Quantity.count(number),
        text(perDay) + " × (" + secondsFrom + ") ÷ 86,400 s");
    BigDecimal bytes = Numbers.times(number, bytesOfOne.multiply(weight));
    lines.add(
        "state of " + which + " sessions",
        Quantity.size(bytes),
        text(number)
            + " × "
            + text(bytesOfOne)
            + " bytes (measured "
            + measured.date()
            + ", RocksDB) × "
            + text(weight)
            + " = "
            + text(bytes)
            + " bytes");
    return bytes;
  }

  /** A session that never pauses spans up to two caps, and can change for the lateness. */
  private BigDecimal addWithoutPauses() {
    if (sessions.cap().isZero()) {
      lines.add("state", Quantity.word("without limit"), "no pause, and max_duration is 0");
      lines.warn(
          "machines that never pause are never written with max_duration 0, and their state grows"
              + " without limit: set max_duration");
      return BigDecimal.ZERO;
    }
    BigDecimal seconds = Delays.seconds(sessions.cap().multipliedBy(2).plus(sessions.lateness()));
    BigDecimal factor = Numbers.over(measured.closedBytes(), measured.sessionBytes());
    BigDecimal bytes = Numbers.times(load.bytesRate().multiply(seconds), factor);
    lines.add(
        "state",
        Quantity.size(bytes),
        text(load.bytesRate())
            + " bytes/s × (2 × "
            + Durations.text(sessions.cap())
            + " + allowed_lateness "
            + Durations.text(sessions.lateness())
            + " = "
            + text(seconds)
            + " s) × "
            + text(factor)
            + " (measured "
            + measured.date()
            + ": "
            + text(measured.closedBytes())
            + " ÷ "
            + text(measured.sessionBytes())
            + " bytes)");
    return bytes;
  }
}
