package dev.sessionbeam.bench;

/**
 * What the time from the end of a session to its line in a file consists of. All values are
 * seconds, and their sum is the whole time.
 *
 * @param gap the gap of the definition: until then, an event could join the session
 * @param disorder {@code --maxDisorder}: until then, an event could arrive out of order
 * @param delay what of {@code --fileDelay} the line has waited at most: until then, the file could
 *     get more lines
 * @param own the rest until the file was written: polling the stream, bundles, and computing
 * @param checkpoint from then on until a checkpoint had the file's name and the file was published
 */
record LatencyParts(double gap, double disorder, double delay, double own, double checkpoint) {
  private static final double MILLIS = 1e3;

  /** The settings of a run, in milliseconds. */
  record Settings(long gap, long disorder, long delay) {}

  /**
   * Splits a time. All instants are milliseconds since the epoch.
   *
   * @param ended when the session ended: the instant of its last event
   * @param written when its file was complete, with a name that readers do not see
   * @param seen when readers could see the file
   */
  static LatencyParts of(Settings settings, long ended, long written, long seen) {
    long late = written - ended - settings.gap() - settings.disorder();
    if (late < 0 || seen < written) {
      throw new IllegalArgumentException(
          "a session that ended at "
              + ended
              + " cannot be in a file that was written at "
              + written
              + " and seen at "
              + seen);
    }
    long delay = Math.min(settings.delay(), late);
    return new LatencyParts(
        settings.gap() / MILLIS,
        settings.disorder() / MILLIS,
        delay / MILLIS,
        (late - delay) / MILLIS,
        (seen - written) / MILLIS);
  }

  double all() {
    return gap + disorder + delay + own + checkpoint;
  }
}
