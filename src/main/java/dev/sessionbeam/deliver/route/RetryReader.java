package dev.sessionbeam.deliver.route;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the setting {@code retry}. */
final class RetryReader {
  private RetryReader() {}

  /** Returns when a delivery is sent again, with defaults in place of what has faults. */
  static RetrySettings read(RouteNode node) {
    RetrySettings usual = RetrySettings.DEFAULT;
    RouteObject retry = node.object(List.of("attempts", "initial_delay", "max_delay"));
    if (retry == null) {
      return usual;
    }
    Integer attempts = retry.read("attempts", QuantityReader::positive);
    Duration initial = retry.read("initial_delay", QuantityReader::duration);
    Duration max = retry.read("max_delay", QuantityReader::duration);
    RouteNode maxNode = retry.get("max_delay");
    if (maxNode != null && initial != null && max != null && max.compareTo(initial) < 0) {
      maxNode.fault("must not be shorter than initial_delay");
    }
    return new RetrySettings(
        Objects.requireNonNullElse(attempts, usual.attempts()),
        initial != null ? initial : shorter(usual.initialDelay(), max),
        max != null ? max : longer(usual.maxDelay(), initial));
  }

  private static Duration shorter(Duration usual, @Nullable Duration max) {
    return max != null && max.compareTo(usual) < 0 ? max : usual;
  }

  private static Duration longer(Duration usual, @Nullable Duration initial) {
    return initial != null && initial.compareTo(usual) > 0 ? initial : usual;
  }
}
