package dev.sessionbeam.expression;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the results of an expression for recent inputs, because builds, actions and hours
 * repeat often. It holds a bounded number of short inputs, and threads may share it.
 */
final class ResultCache<T> {
  private static final int SLOTS = 1 << 10;
  private static final int LONGEST_INPUT = 256;
  private static final long SECONDS_PER_HOUR = 3600;

  private static final @Nullable JsonValue[] NO_INPUTS = new JsonValue[0];

  private final FieldPath[] fields;
  private final boolean ofTheHour;
  private final boolean remembers;
  private final Computation<T> computation;
  private final AtomicReferenceArray<@Nullable Entry<T>> entries =
      new AtomicReferenceArray<>(SLOTS);

  /** Computes the result for a record. */
  interface Computation<T> {
    @Nullable T compute(JsonObject fields, @Nullable Instant instant);
  }

  private record Entry<T>(@Nullable JsonValue[] inputs, long hour, @Nullable T result) {
    boolean isOf(@Nullable JsonValue[] others, long otherHour) {
      for (int i = 0; i < inputs.length; i++) {
        JsonValue input = inputs[i];
        JsonValue other = others[i];
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
    @Nullable JsonValue[] inputs = fields.length == 0 ? NO_INPUTS : new JsonValue[fields.length];
    int hash = Long.hashCode(hour);
    int length = 0;
    for (int i = 0; i < inputs.length; i++) {
      JsonValue value = record.get(fields[i]);
      inputs[i] = value;
      hash = 31 * hash + (value == null ? 0 : value.hashOfText());
      length += value == null ? 0 : value.length();
    }
    int slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
    Entry<T> entry = entries.get(slot);
    if (entry != null && entry.isOf(inputs, hour)) {
      return entry.result();
    }
    T result = computation.compute(record, instant);
    if (length <= LONGEST_INPUT) {
      entries.set(slot, new Entry<>(copies(inputs), hour, result));
    }
    return result;
  }

  /** Copies the inputs, because a value keeps its whole record in memory. */
  private static @Nullable JsonValue[] copies(@Nullable JsonValue[] inputs) {
    @Nullable JsonValue[] copies = new JsonValue[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      JsonValue input = inputs[i];
      copies[i] = input == null ? null : JsonValue.ofText(input.text());
    }
    return copies;
  }
}
