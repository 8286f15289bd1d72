package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.StartReason;
import java.time.Duration;
import java.util.Objects;

/** Says in words why an event starts a session, or why it does not. */
final class StayReason {
  private final SessionSettings settings;
  private final SessionRules rules;

  StayReason(SessionSettings settings) {
    this.settings = settings;
    this.rules = SessionRules.of(settings.gap(), settings.maxDuration());
  }

  String of(TimelineEvent event) {
    ExplainedRecord copyOf = event.copyOf();
    if (copyOf != null) {
      return "copy of event " + copyOf.number() + ": left out";
    }
    StartReason reason = event.reason();
    return reason == null ? "stays: " + whyItStays(event) : "starts: " + whyItStarts(reason, event);
  }

  private String whyItStarts(StartReason reason, TimelineEvent event) {
    return switch (reason) {
      case FIRST_EVENT -> "first event";
      case PAUSE ->
          "pause of "
              + text(Objects.requireNonNull(event.pauseMillis()))
              + " (gap "
              + Durations.text(settings.gap())
              + ")";
      case OPENING_EVENT -> "opening event";
      case CAP ->
          "cap of "
              + text(settings.maxDuration())
              + " at "
              + Rfc3339.format(rules.lastMultiple(millis(event)));
    };
  }

  private static String whyItStays(TimelineEvent event) {
    long pause = Objects.requireNonNull(event.pauseMillis());
    boolean opens = Objects.requireNonNull(event.record().event()).opening();
    if (pause > 0) {
      return text(pause) + " after the event before";
    }
    return opens
        ? "a further opening event at the same instant"
        : "at the same instant as the event before";
  }

  private static long millis(TimelineEvent event) {
    return Objects.requireNonNull(event.record().event()).millis();
  }

  private static String text(long millis) {
    return text(Duration.ofMillis(millis));
  }

  /** A duration as people write it: with blanks between its parts; a day is 24h, as in settings. */
  static String text(Duration duration) {
    return duration.equals(Duration.ofDays(1))
        ? "24h"
        : Durations.text(duration).replaceAll("(?<=[a-z])(?=\\d)", " ");
  }
}
