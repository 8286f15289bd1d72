package dev.sessionbeam.draft;

import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A field that may have a role.
 *
 * @param profile the field
 * @param tier how well its name fits: 1 is best, {@link RoleNames#NONE} does not
 * @param isText whether it has the type of the role: a number is converted to a text, unless the
 *     role is the time
 */
record Candidate(FieldProfile profile, int tier, boolean isText) {
  /** Returns the fields that may have a role: those whose names fit best first. */
  static List<Candidate> of(
      RoleNames role, Collection<FieldProfile> fields, Predicate<FieldProfile> may) {
    return fields.stream()
        .filter(may)
        .map(
            field ->
                new Candidate(
                    field, role.tier(field.field()), role == RoleNames.TIME || field.isText()))
        .sorted(
            Comparator.comparingInt(Candidate::tier)
                .thenComparing(
                    Comparator.<Candidate>comparingInt(it -> it.profile().usableCount())
                        .reversed()))
        .toList();
  }

  boolean isNamed() {
    return tier != RoleNames.NONE;
  }

  /** The text of a role that has this value. */
  String text() {
    return isText ? profile.field().asRole() : expression();
  }

  /** The value as an expression. */
  String expression() {
    String expression = profile.field().expression();
    return isText ? expression : "string(" + expression + ")";
  }

  /** How many of these records have the value. */
  int countIn(BitSet records) {
    BitSet both = (BitSet) profile.usable().clone();
    both.and(records);
    return both.cardinality();
  }

  /** Returns what the sample says about it. */
  String evidence(int records) {
    int count = profile.usableCount();
    String where =
        count == records
            ? "in every record"
            : "in "
                + Texts.count(count)
                + " of "
                + Texts.count(records, "record")
                + " ("
                + Texts.percent(count, records)
                + ")";
    int distinct = profile.distinct();
    String values =
        distinct == count && count > 1
            ? "each value is there once"
            : Texts.count(distinct, "different value");
    return where + ", " + values;
  }
}
