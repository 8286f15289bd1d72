package dev.sessionbeam.explain;

import dev.sessionbeam.explain.ExplainedRecord.Result;
import java.util.ArrayList;
import java.util.List;

/** Adds up what became of all records, as the ledger of a run does. */
public final class Totals {
  private Totals() {}

  /** Returns the sum on one line. */
  public static String of(Explanation explanation) {
    long sessions = 0;
    long inSessions = 0;
    long copies = 0;
    long toCut = 0;
    for (MachineTimeline machine : explanation.machines()) {
      for (TimelineEvent event : machine.events()) {
        // As in the ledger of a run, a copy of an event that is only needed to cut counts as one.
        boolean isWritten = machine.sessions().get(event.session()).isWritten();
        boolean isCopy = event.copyOf() != null;
        inSessions += isWritten && !isCopy ? 1 : 0;
        copies += isWritten && isCopy ? 1 : 0;
        toCut += isWritten ? 0 : 1;
      }
      sessions += machine.sessions().stream().filter(ExplainedSession::isWritten).count();
    }
    List<String> parts = new ArrayList<>();
    parts.add(Counts.of(inSessions, "event") + " in " + Counts.of(sessions, "session"));
    addIfAny(copies, copies == 1 ? "copy" : "copies", parts);
    addIfAny(count(Result.REJECTED, explanation), "rejected", parts);
    addIfAny(count(Result.FILTERED, explanation), "left out by the filter", parts);
    addIfAny(toCut, "needed only to cut", parts);
    addIfAny(count(Result.NOT_NEEDED, explanation), "not needed for the range", parts);
    return Counts.of(explanation.records().size(), "record") + ": " + String.join(", ", parts);
  }

  private static void addIfAny(long number, String what, List<String> parts) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  private static long count(Result result, Explanation explanation) {
    return explanation.records().stream().filter(record -> record.result() == result).count();
  }
}
