package dev.sessionbeam.draft;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the field of a role, or asks. */
final class RoleChoice {
  /** More candidates are not listed. */
  private static final int MOST_LISTED = 6;

  /** From this tier on, a name only hints at the role, so a person has to confirm it. */
  private static final int WEAK = 3;

  /** The most fields in one {@code coalesce}. */
  private static final int MOST_TOGETHER = 4;

  /** The largest share of records that lack the role without a remark, in percent. */
  private static final int FEW = 10;

  private final String asks;
  private final int strong;
  private final int further;
  private final int records;

  /**
   * Chooses for one role.
   *
   * @param asks the question if several fields may have the role
   * @param strong up to this tier, names do not decide between fields
   * @param further how many tiers weaker the name of a field may be that is asked about because the
   *     first field has no value in some records
   * @param records the number of records in the sample
   */
  RoleChoice(String asks, int strong, int further, int records) {
    this.asks = asks;
    this.strong = strong;
    this.further = further;
    this.records = records;
  }

  /**
   * Chooses one of the candidates.
   *
   * @param candidates the one whose name fits best first
   */
  Choice of(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return Choice.question(
          null,
          asks + " No field of the sample looks like it.",
          List.of("Write a field, or an expression over the record."));
    }
    Candidate first = candidates.get(0);
    BitSet lacking = new BitSet();
    lacking.set(0, records);
    lacking.andNot(first.profile().usable());
    List<Candidate> equal =
        candidates.stream()
            .filter(it -> it.isNamed() && it.tier() <= Math.max(first.tier(), strong))
            .toList();
    List<Candidate> fillers = fillers(candidates, first, lacking);
    if (first.tier() < WEAK && equal.size() == 1 && fillers.isEmpty()) {
      return Choice.clear(first.text(), clear(first, lacking.cardinality(), candidates));
    }
    List<String> lines = new ArrayList<>();
    lines.add("Write one of these, or an expression:");
    candidates.stream()
        .filter(it -> it.isNamed() || !first.isNamed())
        .limit(MOST_LISTED)
        .forEach(it -> lines.add("  " + it.text() + ": " + it.evidence(records)));
    String together = together(first, equal, fillers);
    if (together != null) {
      lines.add("  " + together + ": the first of them that a record has");
    }
    String proposed = together == null || lacking.isEmpty() ? first.text() : together;
    return Choice.question(proposed, asks, lines);
  }

  /**
   * Returns the fields that give a value to records in which the first one has none: at each step
   * the one that gives it to the most.
   */
  private List<Candidate> fillers(List<Candidate> candidates, Candidate first, BitSet lacking) {
    List<Candidate> fillers = new ArrayList<>();
    if (100L * lacking.cardinality() < records) {
      return fillers;
    }
    BitSet left = (BitSet) lacking.clone();
    List<Candidate> named =
        candidates.stream()
            .filter(it -> it.isNamed() && it.tier() <= first.tier() + further)
            .toList();
    while (fillers.size() < MOST_TOGETHER) {
      Optional<Candidate> best =
          named.stream().max(Comparator.comparingInt((Candidate it) -> it.countIn(left)));
      if (best.isEmpty() || best.get().countIn(left) == 0) {
        break;
      }
      fillers.add(best.get());
      left.andNot(best.get().profile().usable());
    }
    return fillers;
  }

  private List<String> clear(Candidate first, int lacking, List<Candidate> candidates) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence(first.evidence(records)));
    if (100L * lacking > (long) FEW * records) {
      lines.add("Records without it are rejected: they go to invalid/.");
    }
    List<String> others =
        candidates.stream()
            .skip(1)
            .filter(Candidate::isNamed)
            .limit(MOST_LISTED)
            .map(Candidate::text)
            .toList();
    if (!others.isEmpty()) {
      lines.add("Alternatives: " + String.join(", ", others) + ".");
    }
    return lines;
  }

  /** Returns an expression for fields of which a record has one or another; null for one field. */
  private @Nullable String together(
      Candidate first, List<Candidate> equal, List<Candidate> fillers) {
    List<Candidate> all = new ArrayList<>();
    all.add(first);
    equal.stream().filter(it -> !all.contains(it)).forEach(all::add);
    fillers.stream().filter(it -> !all.contains(it)).forEach(all::add);
    if (all.size() == 1) {
      return null;
    }
    // Better names come first. Of equal ones, what few records have says more: a user who is signed
    // in, before the browser.
    List<String> arguments =
        all.stream()
            .limit(MOST_TOGETHER)
            .sorted(
                Comparator.comparing((Candidate it) -> it.tier() > Math.max(first.tier(), strong))
                    .thenComparingInt(it -> it.profile().usableCount()))
            .map(Candidate::expression)
            .toList();
    return "coalesce(" + String.join(", ", arguments) + ")";
  }

  private static String sentence(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
