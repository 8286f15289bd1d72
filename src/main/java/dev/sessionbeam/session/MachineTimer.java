package dev.sessionbeam.session;

import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** Sets the event time timer at which a machine's state is looked at again. */
final class MachineTimer {
  /** The last watermark of the global window, in milliseconds: no timer can be set after it. */
  static final long LAST_WATERMARK = GlobalWindow.INSTANCE.maxTimestamp().getMillis();

  private MachineTimer() {}

  /**
   * Sets the timer if it would fire too late, and returns the machine with it. A timer that fires
   * too early does no harm.
   */
  static <W extends BoundedWindow> MachineState<W> wakeInTime(
      MachineState<W> machine, MachineLimit limit, Lateness lateness, Timer timer) {
    long next = machine.nextWake(limit, lateness);
    if (next >= machine.wakesAt()) {
      return machine;
    }
    timer.withNoOutputTimestamp().set(Instant.ofEpochMilli(Math.min(next, LAST_WATERMARK)));
    return machine.wakingAt(next);
  }
}
