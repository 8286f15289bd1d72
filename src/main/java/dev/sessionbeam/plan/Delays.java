package dev.sessionbeam.plan;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;
import java.time.Duration;

/** How long it takes from an event to a line. */
final class Delays {
  private static final BigDecimal MILLIS = Numbers.of(1000);

  private Delays() {}

  /** Adds the lines. */
  static void add(
      Reading reading,
      SessionLoad sessions,
      OutputLoad output,
      Measured measured,
      PlanLines lines) {
    lines.section("Delay");
    reading.addDelay(lines);
    BigDecimal rest = measured.restSeconds();
    Duration sum =
        sessions
            .gap()
            .plus(output.maxDisorder())
            .plus(output.fileDelay())
            .plus(output.checkpoints());
    lines.add(
        "to a session's line, at most",
        Quantity.seconds(seconds(sum).add(rest)),
        "gap "
            + Durations.text(sessions.gap())
            + " + --maxDisorder "
            + Durations.text(output.maxDisorder())
            + " + --fileDelay "
            + Durations.text(output.fileDelay())
            + " + a checkpoint "
            + Durations.text(output.checkpoints())
            + " + "
            + rest
            + " s (measured "
            + measured.date()
            + ", mean)");
    lines.add(
        "until a session is final",
        Quantity.seconds(seconds(sessions.gap().plus(sessions.lateness()))),
        "gap "
            + Durations.text(sessions.gap())
            + " + allowed_lateness "
            + Durations.text(sessions.lateness()));
  }

  static BigDecimal seconds(Duration duration) {
    return Numbers.of(duration.toMillis()).divide(MILLIS).stripTrailingZeros();
  }
}
