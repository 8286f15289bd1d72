package dev.sessionbeam.collect;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a repeated fault once a minute at most, and then says how often it came in between.
 * Thread-safe.
 */
final class SeldomLog {
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final Logger logger;
  private final LongSupplier nanoTime;
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  /** When a kind of fault was logged last, and how often it came since then. */
  private record Kind(long logged, long since) {}

  SeldomLog(Logger logger, LongSupplier nanoTime) {
    this.logger = logger;
    this.nanoTime = nanoTime;
  }

  /** Logs something that happens seldom by its nature. */
  void info(String message) {
    logger.info(message);
  }

  /** Logs a fault of this program, with its stack trace. */
  void bug(Throwable fault) {
    if (logged("bug " + fault.getClass(), "This is a bug; please report it with these lines")) {
      logger.warn("", fault);
    }
  }

  /**
   * Logs a fault.
   *
   * @param kind faults of one kind are logged once a minute
   * @param message without content of events, keys and addresses
   */
  void warn(String kind, String message) {
    var unused = logged(kind, message);
  }

  /** Does the same. Returns whether it was logged. */
  private boolean logged(String kind, String message) {
    long now = nanoTime.getAsLong();
    StringBuilder line = new StringBuilder();
    kinds.compute(
        kind,
        (name, last) -> {
          if (last != null && now - last.logged() < PAUSE) {
            return new Kind(last.logged(), last.since() + 1);
          }
          line.append(message);
          if (last != null && last.since() > 0) {
            line.append(" (and ").append(last.since()).append(" times more since the last line)");
          }
          return new Kind(now, 0);
        });
    if (line.length() > 0) {
      logger.warn("{}", line);
    }
    return line.length() > 0;
  }
}
