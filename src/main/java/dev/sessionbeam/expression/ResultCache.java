package dev.sessionbeam.expression;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the results of an expression for recent inputs, because builds, actions and hours
 * repeat often. It holds a bounded number of short inputs, and threads may share it.
 */
final class ResultCache<T> {
  private static final int SLOTS = 1 << 10;
  private static final int LONGEST_INPUT = 256;
  private static final long SECONDS_PER_HOUR = 3600;

  private final FieldPath[] fields;
  private final boolean ofTheHour;
  private final boolean remembers;
  private final Computation<T> computation;

  /** An entry is immutable, so threads share it without a lock. A lost one is computed again. */
  private final @Nullable Entry<T>[] entries;

  /** Computes the result for a record. */
  interface Computation<T> {
    @Nullable T compute(JsonObject fields, @Nullable Instant instant);
  }

  private record Entry<T>(@Nullable JsonValue[] inputs, long hour, @Nullable T result) {
    boolean isOf(JsonObject record, FieldPath[] fields, long otherHour) {
      for (int i = 0; i < inputs.length; i++) {
        JsonValue input = inputs[i];
        JsonValue other = record.get(fields[i]);
        if (input == null || other == null) {
          if (input != other) {
            return false;
          }
        } else if (!input.isWrittenAs(other)) {
          return false;
        }
      }
      return hour == otherHour;
    }
  }

  ResultCache(ExpressionInputs inputs, Computation<T> computation) {
    this.fields = inputs.fields().stream().map(FieldPath::ofField).toArray(FieldPath[]::new);
    this.ofTheHour = inputs.instant() == ExpressionInputs.Precision.HOUR;
    this.remembers = !inputs.wholeRecord() && inputs.instant() != ExpressionInputs.Precision.FULL;
    this.computation = computation;
    @SuppressWarnings("unchecked") // An array cannot be made of a generic type.
    @Nullable Entry<T>[] none = (Entry<T>[]) new Entry<?>[SLOTS];
    this.entries = none;
  }

  /** Returns the result for a record, or null if there is none. */
  @Nullable T get(JsonObject record, @Nullable Instant instant) {
    if (!remembers) {
      return computation.compute(record, instant);
    }
    long hour =
        ofTheHour && instant != null
            ? Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_HOUR)
            : Long.MIN_VALUE;
    int hash = Long.hashCode(hour);
    int length = 0;
    for (FieldPath field : fields) {
      JsonValue value = record.get(field);
      hash = 31 * hash + (value == null ? 0 : value.hashOfText());
      length += value == null ? 0 : value.length();
    }
    int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    Entry<T> entry = entries[slot];
    if (entry != null && entry.isOf(record, fields, hour)) {
      return entry.result();
    }
    T result = computation.compute(record, instant);
    if (length <= LONGEST_INPUT) {
      entries[slot] = new Entry<>(copies(record), hour, result);
    }
    return result;
  }

  /** Copies the inputs, because a value keeps its whole record in memory. */
  private @Nullable JsonValue[] copies(JsonObject record) {
    @Nullable JsonValue[] copies = new JsonValue[fields.length];
    for (int i = 0; i < copies.length; i++) {
      JsonValue input = record.get(fields[i]);
      copies[i] = input == null ? null : JsonValue.ofText(input.text());
    }
    return copies;
  }
}
