package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.json.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes for a person what the steps did to a record: a block with a line for each step. */
final class RecordText {
  private final Definition definition;
  private final boolean hasRoutes;
  private final boolean hasRange;
  private final Function<Origin, String> place;
  private final Colours colours;

  RecordText(
      Definition definition,
      boolean hasRoutes,
      boolean hasRange,
      Function<Origin, String> place,
      Colours colours) {
    this.definition = definition;
    this.hasRoutes = hasRoutes;
    this.hasRange = hasRange;
    this.place = place;
    this.colours = colours;
  }

  /**
   * Returns the lines of a record.
   *
   * @param end where the event is in the timeline, in words; null if it is in none
   */
  List<String> lines(ExplainedRecord record, @Nullable String end) {
    Rows rows = new Rows();
    if (!isRejectedAt(Stage.VALIDATE, record)) {
      rows.add("validate", "valid");
      afterValidation(record, rows);
    }
    if (record.rejected() != null) {
      RejectionText.add(record.rejected(), colours, rows);
    }
    if (end != null) {
      rows.add("session", end);
    }
    List<String> lines = new ArrayList<>();
    lines.add(colours.heading("event " + record.number()) + "  " + head(record));
    lines.addAll(rows.lines("  "));
    return lines;
  }

  private String head(ExplainedRecord record) {
    return Printable.escaped(place.apply(record.record().origin()));
  }

  private static boolean isRejectedAt(Stage stage, ExplainedRecord record) {
    return record.rejected() != null && record.rejected().stage() == stage;
  }

  private void afterValidation(ExplainedRecord record, Rows rows) {
    cleaning(record.steps(), rows);
    Long time = record.steps().time();
    if (time == null) {
      return;
    }
    rows.add("time", Rfc3339.format(time));
    filter(record, rows);
    if (record.result() == ExplainedRecord.Result.NOT_NEEDED) {
      rows.add(colours::doubtful, "range", "left out: no session of the range needs this instant");
    } else if (hasRange && record.result() != ExplainedRecord.Result.FILTERED) {
      rows.add("range", "needed");
    }
    enrichment(record.steps(), rows);
    Event event = record.event();
    if (event != null) {
      opening(event, record.steps(), rows);
      rows.add("roles", roles(event));
      if (hasRoutes) {
        rows.add("routes", destinations(record.destinations()));
      }
    }
  }

  private void cleaning(RecordSteps steps, Rows rows) {
    String label = "clean";
    for (FieldChange change : steps.changes()) {
      rows.add(
          colours::good,
          label,
          Printable.escaped(change.field())
              + ": "
              + Printable.of(change.before())
              + " -> "
              + Printable.of(change.after())
              + "  ("
              + change.rule()
              + ", "
              + change.operation()
              + ")");
      label = "";
    }
    if (steps.changes().isEmpty()) {
      rows.add(label, "nothing changed" + applied(steps));
      label = "";
    }
    for (MissingResult missing : steps.missing()) {
      if (missing.setting().startsWith("clean")) {
        missing(label, missing, rows);
      }
    }
  }

  private static String applied(RecordSteps steps) {
    return steps.rulesCompared() == 0
        ? ": there are no rules"
        : ": " + steps.rulesApplied() + " of " + steps.rulesCompared() + " rules apply";
  }

  private void missing(String label, MissingResult missing, Rows rows) {
    rows.add(
        colours::doubtful,
        label,
        missing.setting()
            + " has no value: "
            + Printable.expression(missing.expression())
            + ": "
            + Printable.message(missing.why()));
  }

  private void filter(ExplainedRecord record, Rows rows) {
    Expression keep = definition.keep();
    if (keep == null) {
      return;
    }
    String condition = Printable.expression(keep.text());
    MissingResult missing =
        record.steps().missing().stream()
            .filter(it -> it.setting().equals(keep.place()))
            .findFirst()
            .orElse(null);
    if (record.result() == ExplainedRecord.Result.FILTERED) {
      rows.add(colours::bad, "filter", "left out: " + condition + " is false");
    } else if (missing != null) {
      rows.add(colours::doubtful, "filter", "kept, because the condition has no value");
      missing("", missing, rows);
    } else {
      rows.add("filter", "kept: " + condition + " is true");
    }
  }

  private void enrichment(RecordSteps steps, Rows rows) {
    String label = "enrich";
    for (AddedField field : steps.added()) {
      String expression = "  (" + Printable.expression(field.expression()) + ")";
      if (field.value() != null) {
        rows.add(label, field.name() + ": " + Printable.of(field.value()) + expression);
      } else {
        rows.add(
            colours::doubtful,
            label,
            field.name()
                + ": no value"
                + expression
                + ": "
                + Printable.message(String.valueOf(field.why())));
      }
      label = "";
    }
  }

  private void opening(Event event, RecordSteps steps, Rows rows) {
    Expression opening = definition.session().opening();
    if (opening == null) {
      return;
    }
    String condition = Printable.expression(opening.text());
    MissingResult missing =
        steps.missing().stream()
            .filter(it -> it.setting().equals(opening.place()))
            .findFirst()
            .orElse(null);
    if (missing != null) {
      missing("opening", missing, rows);
    } else {
      rows.add(
          "opening", (event.opening() ? "yes: " : "no: ") + condition + " is " + event.opening());
    }
  }

  private String roles(Event event) {
    String id =
        definition.roles().id() == null
            ? ""
            : "id " + Printable.of(new String(event.id(), StandardCharsets.UTF_8)) + ", ";
    return id
        + "machine "
        + Printable.of(event.machine())
        + ", action "
        + Printable.of(event.action());
  }

  static String destinations(List<String> names) {
    return names.isEmpty() ? "no destination" : String.join(", ", names);
  }
}
