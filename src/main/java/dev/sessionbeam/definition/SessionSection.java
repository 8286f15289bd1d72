package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code session}: the settings of sessions. */
final class SessionSection {
  private static final Duration MAX_DURATION = Duration.ofHours(24);
  private static final Duration ALLOWED_LATENESS = Duration.ofDays(1);

  /**
   * About three quarters of a million events of 350 bytes. A program that people use sends far
   * fewer events.
   */
  private static final long MAX_MACHINE_BYTES = 256L << 20;

  private final KnownFields known;

  SessionSection(KnownFields known) {
    this.known = known;
  }

  @Nullable SessionSettings read(YamlNode node) {
    YamlMap session =
        node.map("gap", "opening", "max_duration", "allowed_lateness", "max_machine_size");
    if (session == null) {
      return null;
    }
    YamlNode gapNode = session.required("gap");
    YamlNode openingNode = session.get("opening");
    Duration gap = gapNode == null ? null : gap(gapNode);
    Expression opening = openingNode == null ? null : known.condition(openingNode, true);
    Duration maxDuration = orDefault(session.get("max_duration"), MAX_DURATION);
    Duration lateness = orDefault(session.get("allowed_lateness"), ALLOWED_LATENESS);
    YamlNode sizeNode = session.get("max_machine_size");
    Long size = sizeNode == null ? Long.valueOf(MAX_MACHINE_BYTES) : Sizes.read(sizeNode);
    if (size == null || gapNode == null || gap == null || maxDuration == null || lateness == null) {
      return null;
    }
    if (!maxDuration.isZero() && gap.multipliedBy(2).compareTo(maxDuration) > 0) {
      gapNode.fault(
          "must be at most half of max_duration, which is "
              + Durations.text(maxDuration)
              + ": raise max_duration, or turn it off with 0");
    }
    return new SessionSettings(gap, opening, maxDuration, lateness, size);
  }

  private static @Nullable Duration gap(YamlNode node) {
    Duration gap = Durations.read(node);
    if (gap != null && (gap.isZero() || gap.isNegative())) {
      node.fault("must be longer than zero, e.g. 30m");
      return null;
    }
    return gap;
  }

  private static @Nullable Duration orDefault(@Nullable YamlNode node, Duration fallback) {
    Duration duration = node == null ? fallback : Durations.read(node);
    if (node != null && duration != null && duration.isNegative()) {
      node.fault("must not be negative");
      return null;
    }
    return duration;
  }
}
