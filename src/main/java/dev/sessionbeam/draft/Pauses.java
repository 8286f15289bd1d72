package dev.sessionbeam.draft;

import dev.sessionbeam.explain.Explanation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The pauses between the events of a machine.
 *
 * @param millis their lengths in milliseconds
 */
record Pauses(List<Long> millis) {
  /** The gap that most tools for web analytics use. */
  static final String GAP = "30m";

  Pauses {
    millis = List.copyOf(millis);
  }

  static Pauses of(Explanation explanation) {
    return new Pauses(
        explanation.machines().stream()
            .flatMap(machine -> machine.events().stream())
            .map(event -> event.pauseMillis())
            .filter(Objects::nonNull)
            .toList());
  }

  /** Returns what they say about the gap. */
  List<String> sentences() {
    String usual = "A session ends with a pause of this length. 30 minutes is usual.";
    if (millis.isEmpty()) {
      return List.of(usual);
    }
    return List.of(
        usual,
        "Of "
            + Texts.count(millis.size(), "pause")
            + " between events of a machine in the sample, "
            + share(5)
            + " have 5 minutes or more, "
            + share(30)
            + " have 30, and "
            + share(120)
            + " have 2 hours.");
  }

  private String share(int minutes) {
    long length = Duration.ofMinutes(minutes).toMillis();
    return Texts.percent(millis.stream().filter(it -> it >= length).count(), millis.size());
  }
}
