package dev.sessionbeam.deliver;

/**
 * A token bucket: permits a number of deliveries a second. It saves up permits for one second at
 * most.
 */
final class RateLimit {
  private double perSecond;
  private double permits;
  private long filled;

  /** Creates a limit that permits one delivery at once. */
  RateLimit(long now) {
    permits = 1;
    filled = now;
  }

  /**
   * Returns how many deliveries may start now.
   *
   * @param rate the most deliveries a second; 0 for no limit
   * @param now in milliseconds
   */
  int available(double rate, long now) {
    if (rate <= 0) {
      perSecond = 0;
      filled = now;
      return Integer.MAX_VALUE;
    }
    double saved = permits + Math.max(0, now - filled) * perSecond / 1000;
    perSecond = rate;
    permits = Math.min(saved, Math.max(1, rate));
    filled = now;
    // A sum of many small steps may stay a little below the whole number.
    return (int) (permits + 1e-6);
  }

  /** Uses permits, after {@link #available} said that they are there. */
  void use(int deliveries) {
    if (perSecond > 0) {
      permits -= deliveries;
    }
  }
}
