package dev.sessionbeam.draft;

import dev.sessionbeam.draft.TimeGuess.Found;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Says how a cleaning rule gives times in different units the same one. */
final class MixedUnits {
  private static final Set<String> UNITS = Set.of("epoch_seconds", "epoch_millis");

  /** Seconds are below this number, and milliseconds above it, from 1973 to 5138. */
  private static final String BETWEEN = "100000000000";

  private MixedUnits() {}

  /** Whether the values are whole numbers, some of seconds and some of milliseconds. */
  static boolean are(List<Found> found) {
    return found.size() > 1 && found.stream().allMatch(it -> UNITS.contains(it.name()));
  }

  /** Returns the rule that converts the times in the other unit. */
  static CleanRule rule(FieldRef field, List<Found> found) {
    boolean toMillis = found.get(0).name().equals("epoch_millis");
    Found other = found.get(1);
    String reason =
        "As "
            + found.get(0).name()
            + ", "
            + Texts.count(other.count(), "value")
            + " of "
            + field.path()
            + " would be far away. As "
            + other.name()
            + ", they are from "
            + Instant.ofEpochMilli(other.earliest())
            + " to "
            + Instant.ofEpochMilli(other.latest())
            + ".";
    return new CleanRule(
        reason,
        List.of(
            "  - when: " + field.expression() + (toMillis ? " < " : " > ") + BETWEEN,
            "    scale: {"
                + Texts.yaml(field.path())
                + ": "
                + (toMillis ? "1000" : "0.001")
                + "}"));
  }
}
