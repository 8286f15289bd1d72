package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Origin;
import java.io.PrintWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prints an explanation for a person: a block for each record, then one for each machine. */
public final class TextReport {
  private final RecordText records;
  private final MachineText machines;
  private final StayReason reasons;

  /**
   * Creates a report.
   *
   * @param hasRoutes whether there are routes
   * @param hasRange whether there is the range of a backfill
   * @param place says where a record was read
   */
  public TextReport(
      Definition definition,
      boolean hasRoutes,
      boolean hasRange,
      Function<Origin, String> place,
      Colours colours) {
    this.records = new RecordText(definition, hasRoutes, hasRange, place, colours);
    this.machines = new MachineText(definition, hasRoutes, colours);
    this.reasons = new StayReason(definition.session());
  }

  public void print(Explanation explanation, PrintWriter out) {
    Places places = new Places(explanation);
    for (ExplainedRecord record : explanation.records()) {
      records.lines(record, end(places.of(record))).forEach(out::println);
      out.println();
    }
    for (MachineTimeline machine : explanation.machines()) {
      machines.lines(machine).forEach(out::println);
      out.println();
    }
    out.println(Totals.of(explanation));
  }

  private @Nullable String end(Places.@Nullable Place place) {
    if (place == null) {
      return null;
    }
    ExplainedSession session = place.session();
    String reason = reasons.of(place.event());
    if (session == null) {
      return reason;
    }
    return switch (session.place()) {
      case IN_RANGE -> session.id() + ", index " + place.event().index() + "; " + reason;
      case BEFORE -> "not written: needed only to cut, its session starts before the range";
      case AFTER -> "not written: needed only to cut, its session starts after the range";
    };
  }
}
