package dev.sessionbeam.explain;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.session.StartReason;
import dev.sessionbeam.settle.StoredSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a machine in an output: which lines count, by the rule of docs/streaming.md
 * ("Revisions"), and why each session starts, by that of the view {@code session_starts}.
 *
 * @param machine the machine
 * @param sessions in the order of their starts
 */
public record WrittenMachine(String machine, List<WrittenSession> sessions) {
  public WrittenMachine {
    sessions = List.copyOf(sessions);
  }

  /**
   * Explains the lines of a machine.
   *
   * @param lines all lines of the machine's sessions
   * @param replacedBySettledDays the sessions that settled days replace, with the revision that
   *     does so
   * @param gap the gap of the definition
   */
  public static WrittenMachine of(
      String machine,
      List<StoredSession> lines,
      Map<String, Integer> replacedBySettledDays,
      Duration gap) {
    List<StoredSession> sorted = new ArrayList<>(lines);
    sorted.sort(
        Comparator.comparing((StoredSession line) -> instant("session_start", line))
            .thenComparing(StoredSession::id)
            .thenComparing(StoredSession::revision, Comparator.reverseOrder()));
    Map<String, List<StoredSession>> byId = new LinkedHashMap<>();
    sorted.forEach(line -> byId.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(line));
    List<WrittenSession> sessions = new ArrayList<>();
    Instant previousEnd = null;
    for (Map.Entry<String, List<StoredSession>> own : byId.entrySet()) {
      StoredSession newest = own.getValue().get(0);
      StoredSession replacing = newestReplacing(own.getKey(), sorted);
      int replacedAt =
          Math.max(
              replacing == null ? -1 : replacing.revision(),
              replacedBySettledDays.getOrDefault(own.getKey(), -1));
      boolean isCurrent = newest.revision() >= replacedAt;
      Long pause =
          previousEnd == null || !isCurrent
              ? null
              : Long.valueOf(
                  Duration.between(previousEnd, instant("session_start", newest)).toMillis());
      sessions.add(
          new WrittenSession(
              own.getKey(),
              own.getValue(),
              isCurrent,
              isCurrent ? null : replacing,
              isCurrent ? reason(newest, pause, gap) : null,
              pause));
      previousEnd = isCurrent ? instant("session_end", newest) : previousEnd;
    }
    return new WrittenMachine(machine, sessions);
  }

  private static StartReason reason(StoredSession line, @Nullable Long pause, Duration gap) {
    if (pause == null) {
      return StartReason.FIRST_EVENT;
    }
    if (pause >= gap.toMillis()) {
      return StartReason.PAUSE;
    }
    return text("opened_by", line).equals("opening_event")
        ? StartReason.OPENING_EVENT
        : StartReason.CAP;
  }

  private static @Nullable StoredSession newestReplacing(String id, List<StoredSession> lines) {
    return lines.stream()
        .filter(line -> line.replaces().contains(id))
        .max(Comparator.comparingInt(StoredSession::revision))
        .orElse(null);
  }

  static Instant instant(String field, StoredSession line) {
    return Instant.parse(text(field, line));
  }

  /**
   * Returns the text of a field.
   *
   * @throws IllegalArgumentException if there is none
   */
  static String text(String field, StoredSession line) {
    JsonValue value = line.fields().get(field);
    String text = value == null ? null : value.asString();
    if (text == null) {
      throw new IllegalArgumentException(line.file() + ": a line has no text " + field);
    }
    return text;
  }

  static String number(String field, StoredSession line) {
    JsonValue value = line.fields().get(field);
    return Objects.requireNonNullElse(value, JsonValue.ofText("0")).text();
  }
}
