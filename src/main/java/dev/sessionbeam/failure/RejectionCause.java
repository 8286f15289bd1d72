package dev.sessionbeam.failure;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Why records were rejected, and how many.
 *
 * @param reason the code of the reason
 * @param field the field that is the cause; null if the cause is the record as a whole, or if the
 *     field is only known from the data, as in {@code schema_mismatch}
 * @param records how many records were rejected for this cause
 * @param example the first of these records; null if it is not known
 */
public record RejectionCause(
    String reason, @Nullable String field, long records, @Nullable RejectionExample example) {
  /** The most frequent cause first; the order does not depend on the order of the records. */
  public static final Comparator<RejectionCause> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(RejectionCause::records).reversed().thenComparing(it -> it.name());

  private static final char SEPARATOR = ':';

  /** Returns the name of a record's metrics: reason and field. */
  static String name(RejectedRecord rejected) {
    String field = rejected.reason() == Reason.SCHEMA_MISMATCH ? null : rejected.field();
    return name(rejected.reason().code(), field);
  }

  private static String name(String reason, @Nullable String field) {
    return field == null ? reason : reason + SEPARATOR + field;
  }

  private String name() {
    return name(reason, field);
  }

  /** Returns the cause that a metric's name stands for. */
  public static RejectionCause named(
      String name, long records, @Nullable RejectionExample example) {
    int end = name.indexOf(SEPARATOR);
    return end < 0
        ? new RejectionCause(name, null, records, example)
        : new RejectionCause(name.substring(0, end), name.substring(end + 1), records, example);
  }

  @Override
  public String toString() {
    return field == null ? reason : reason + ", field " + field;
  }
}
