package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The numbers of lines that a run has written. Two versions may write different fields, but their
 * counts must be equal.
 */
record OutputCounts(long events, long sessions) {
  static OutputCounts in(Path output) throws IOException {
    return new OutputCounts(
        Found.lines(output.resolve("events")), Found.lines(output.resolve("sessions")));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d events in %,d sessions", events, sessions);
  }
}
