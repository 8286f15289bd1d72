package dev.sessionbeam.explain;

import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import java.util.OptionalInt;

/** Writes for a person why a record was rejected, with the bytes that the rejection is about. */
final class RejectionText {
  private RejectionText() {}

  /** Adds the lines to those of a record. */
  static void add(RejectedRecord rejected, Colours colours, Rows rows) {
    String field = rejected.field();
    String stage =
        switch (rejected.stage()) {
          case CHECK_TIME -> "time";
          case VALIDATE, CLEAN, ENRICH, ADMIT -> rejected.stage().code();
        };
    rows.add(
        colours::bad,
        stage,
        "rejected: "
            + rejected.reason().code()
            + (field == null ? "" : ", field " + Printable.of(field))
            + ": "
            + Printable.message(rejected.message())
            + hint(rejected));
    OptionalInt at = RejectionPlace.in(rejected);
    if (at.isPresent()) {
      ByteWindow window = ByteWindow.around(at.getAsInt(), rejected.record().bytes());
      rows.add("", window.text());
      rows.add("", " ".repeat(window.column()) + "^ byte " + window.at() + " of the record");
    } else {
      rows.add("", ByteWindow.ofStart(rejected.record().bytes()).text());
    }
  }

  private static String hint(RejectedRecord rejected) {
    String nearest = rejected.reason() == Reason.MISSING_FIELD ? SimilarField.of(rejected) : null;
    return nearest == null ? "" : ", but there is '" + Printable.of(nearest) + "'";
  }
}
