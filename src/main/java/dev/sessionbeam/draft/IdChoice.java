package dev.sessionbeam.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Chooses the field that tells events apart, or leaves it out: the role is optional. */
final class IdChoice {
  /** The smallest share of different values, in percent: senders may send an event twice. */
  private static final int DIFFERENT = 80;

  private IdChoice() {}

  /**
   * Chooses one of the candidates.
   *
   * @param candidates the one whose name fits best first
   */
  static Choice of(List<Candidate> candidates, int records) {
    List<Candidate> named = candidates.stream().filter(Candidate::isNamed).toList();
    List<Candidate> unique =
        named.stream()
            .filter(it -> isUnique(it) && 2 * it.profile().usableCount() > records)
            .toList();
    if (unique.isEmpty()) {
      return without(candidates.stream().filter(IdChoice::isUnique), records);
    }
    Candidate first = unique.get(0);
    List<Candidate> equal = unique.stream().filter(it -> it.tier() == first.tier()).toList();
    if (equal.size() == 1) {
      List<String> lines = new ArrayList<>();
      String evidence = first.evidence(records);
      lines.add("Tells events apart: " + evidence + ".");
      return Choice.clear(first.text(), lines);
    }
    return Choice.question(
        first.text(),
        "Which field tells one event from another?",
        equal.stream().map(it -> "  " + it.text() + ": " + it.evidence(records)).toList());
  }

  private static Choice without(Stream<Candidate> different, int records) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "No field has the name of an id, so events are duplicates if their bytes are the same.");
    List<String> perhaps =
        different
            .filter(it -> it.profile().usableCount() == records && records > 1)
            .filter(it -> RoleNames.TIME.tier(it.profile().field()) == RoleNames.NONE)
            .limit(3)
            .map(Candidate::text)
            .toList();
    if (!perhaps.isEmpty()) {
      lines.add(
          "These have a different value in nearly every record: "
              + String.join(", ", perhaps)
              + ". If one is the id, add it here.");
    }
    return Choice.none(lines);
  }

  private static boolean isUnique(Candidate candidate) {
    FieldProfile field = candidate.profile();
    return 100L * field.distinct() >= (long) DIFFERENT * field.usableCount();
  }
}
