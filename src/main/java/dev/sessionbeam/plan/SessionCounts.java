package dev.sessionbeam.plan;

import static dev.sessionbeam.plan.Numbers.text;

import java.math.BigDecimal;

/** The sessions of a day. */
final class SessionCounts {
  private static final BigDecimal DAY = Numbers.of(86_400);

  private SessionCounts() {}

  /** Adds the line, and returns the number. */
  static BigDecimal add(Load load, SessionLoad sessions, Measured measured, PlanLines lines) {
    BigDecimal devices = sessions.devices();
    BigDecimal perDevice = sessions.perDevice();
    BigDecimal perDay;
    String from;
    if (devices != null && sessions.neverPauses() && !sessions.cap().isZero()) {
      BigDecimal cap = Delays.seconds(sessions.cap());
      perDay = Numbers.over(devices.multiply(DAY), cap);
      from =
          Numbers.counted(devices, "device")
              + " that never pause × 86,400 s ÷ "
              + text(cap)
              + " s (the cap)";
    } else if (devices != null && perDevice != null) {
      perDay = Numbers.times(devices, perDevice);
      from = Numbers.counted(devices, "device") + " × " + text(perDevice) + " (--sessionsPerDay)";
    } else {
      perDay = Numbers.over(load.perDay(), measured.sessionEvents());
      from =
          text(load.perDay())
              + " records ÷ "
              + text(measured.sessionEvents())
              + " of a session (assumption: give --devices and --sessionsPerDay)";
    }
    lines.add("sessions a day", Quantity.count(perDay), from);
    return perDay;
  }
}
