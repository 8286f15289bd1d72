package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.session.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Writes the timeline of a machine for a person: a line for each event and for each session. */
final class MachineText {
  private final StayReason reasons;
  private final boolean hasId;
  private final boolean hasRoutes;
  private final Colours colours;

  MachineText(Definition definition, boolean hasRoutes, Colours colours) {
    this.reasons = new StayReason(definition.session());
    this.hasId = definition.roles().id() != null;
    this.hasRoutes = hasRoutes;
    this.colours = colours;
  }

  List<String> lines(MachineTimeline machine) {
    Rows events = new Rows();
    for (TimelineEvent event : machine.events()) {
      events.add(colour(event), cells(event));
    }
    Rows sessions = new Rows();
    for (int i = 0; i < machine.sessions().size(); i++) {
      ExplainedSession session = machine.sessions().get(i);
      sessions.add(
          session.isWritten() ? UnaryOperator.identity() : colours::doubtful,
          cells(i + 1, session));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        colours.heading("machine " + Printable.of(machine.machine()))
            + "  "
            + Counts.of(machine.events().size(), "event")
            + ", "
            + Counts.of(machine.sessions().size(), "session"));
    lines.addAll(events.lines("  "));
    lines.addAll(sessions.lines("  "));
    return lines;
  }

  private UnaryOperator<String> colour(TimelineEvent event) {
    if (event.copyOf() != null) {
      return colours::doubtful;
    }
    return event.reason() == null ? UnaryOperator.identity() : colours::good;
  }

  private String[] cells(TimelineEvent timed) {
    Event event = Objects.requireNonNull(timed.record().event());
    List<String> cells = new ArrayList<>();
    cells.add(Rfc3339.format(event.millis()));
    cells.add("event " + timed.record().number());
    cells.add(Printable.of(event.action()));
    if (hasId) {
      cells.add(Printable.of(new String(event.id(), StandardCharsets.UTF_8)));
    }
    cells.add(reasons.of(timed));
    return cells.toArray(new String[0]);
  }

  private String[] cells(int number, ExplainedSession explained) {
    Session session = explained.session();
    String routes =
        hasRoutes && explained.isWritten()
            ? ", to " + RecordText.destinations(explained.destinations())
            : "";
    return new String[] {
      "session " + number,
      // The id of a session outside of the range may not be the one of all events.
      explained.isWritten() ? explained.id().toString() : "not written",
      Rfc3339.format(session.start()) + " to " + Rfc3339.format(session.end()),
      Counts.of(session.events().size(), "event")
          + " in "
          + StayReason.text(Duration.ofMillis(session.end() - session.start()))
          + ", opened by "
          + (session.opened() ? "opening_event" : "activity")
          + routes
          + place(explained)
    };
  }

  private static String place(ExplainedSession session) {
    return switch (session.place()) {
      case IN_RANGE -> "";
      case BEFORE -> "; it starts before the range";
      case AFTER -> "; it starts after the range";
    };
  }
}
