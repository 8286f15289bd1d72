package dev.sessionbeam.run;

import java.time.Duration;
import java.util.Locale;

/**
 * What a run of {@link IsolationDemo} does.
 *
 * @param rate events a second
 * @param seconds for how long the events come that are measured
 * @param warmUpSeconds for how long events come before that
 * @param drainSeconds the value of {@code --deliveryDrain}
 * @param share whether each destination gets a fifth of the events, and not all events
 */
record IsolationSettings(
    int rate, int seconds, int warmUpSeconds, int drainSeconds, boolean share) {
  /** Reads the settings from system properties. */
  static IsolationSettings ofProperties() {
    return new IsolationSettings(
        Integer.parseInt(System.getProperty("isolation.rate", "500/s").replaceFirst("/s$", "")),
        seconds("duration", "3m"),
        seconds("warmup", "30s"),
        seconds("drain", "20s"),
        System.getProperty("isolation.routes", "all").equals("share"));
  }

  private static int seconds(String name, String usual) {
    return (int) Duration.parse("PT" + System.getProperty("isolation." + name, usual)).toSeconds();
  }

  /** Returns how many events there are, with those of the warm-up. */
  int events() {
    return rate * (warmUpSeconds + seconds);
  }

  /** Returns whether an event is measured: the first ones are not. */
  boolean isMeasured(int event) {
    return event >= rate * warmUpSeconds;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d events/s for %d s after a warm-up of %d s; five webhooks, each gets %s; three attempts,"
            + " initial delay 200 ms, timeout 2 s",
        rate,
        seconds,
        warmUpSeconds,
        share ? "a fifth of the events" : "all events");
  }
}
