package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import dev.sessionbeam.definition.Durations;
import java.math.BigDecimal;
import java.time.Duration;

/** What a machine sends in a cap, which is in memory at once, and its limit. */
final class MachineMemory {
  private MachineMemory() {}

  /** Adds the lines, if the number of machines is known. */
  static void add(Load load, SessionLoad sessions, PlanLines lines) {
    BigDecimal devices = sessions.devices();
    if (devices == null) {
      return;
    }
    Duration span = sessions.cap().isZero() ? Duration.ofDays(1) : sessions.cap();
    BigDecimal seconds = Delays.seconds(span);
    BigDecimal bytes = Numbers.over(load.bytesRate().multiply(seconds), devices);
    BigDecimal limit = Numbers.of(sessions.maxMachineBytes());
    BigDecimal use = Numbers.percent(bytes, limit);
    lines.add(
        "a machine in memory",
        Quantity.size(bytes),
        text(load.bytesRate())
            + " bytes/s × "
            + text(seconds)
            + " s ÷ "
            + Numbers.counted(devices, "device")
            + " = "
            + text(bytes)
            + " bytes");
    lines.add(
        "use of max_machine_size",
        Quantity.percent(use),
        text(bytes) + " ÷ " + text(limit) + " bytes (" + ByteSizes.text(limit) + ")");
    if (use.compareTo(KinesisLimits.WARN) > 0) {
      lines.warn(
          "a machine sends "
              + text(use)
              + " % of max_machine_size in "
              + Durations.text(span)
              + ", on average; what is more goes to invalid/ as too_many_events. Set a shorter"
              + " max_duration, or a larger max_machine_size and heap");
    }
  }
}
