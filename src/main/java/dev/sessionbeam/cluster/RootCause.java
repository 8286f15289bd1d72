package dev.sessionbeam.cluster;

import java.util.Optional;

/** Finds the innermost cause of a failure, as Flink reports it. */
public final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";

  private RootCause() {}

  /** Returns the innermost cause in a stack trace, in one line; empty if the trace is empty. */
  public static Optional<String> of(String stackTrace) {
    String line = "";
    for (String next : stackTrace.lines().toList()) {
      if (line.isEmpty() || next.startsWith(CAUSED_BY)) {
        line = next;
      }
    }
    return line.isEmpty()
        ? Optional.empty()
        : Optional.of(line.startsWith(CAUSED_BY) ? line.substring(CAUSED_BY.length()) : line);
  }
}
