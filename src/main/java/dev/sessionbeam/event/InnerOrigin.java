package dev.sessionbeam.event;

import org.jspecify.annotations.Nullable;

/**
 * The position of a record inside another record that holds many: see the definition's setting
 * {@code unwrap}.
 *
 * @param outer the position of the record that holds it; never an {@code InnerOrigin}
 * @param index the index of its element in the array, from 0
 * @param levels {@link #RECORD} if the bytes are the record. Otherwise the bytes are the whole
 *     element, and this is how many of the last names of {@code unwrap} lead from the element to
 *     the record
 */
public record InnerOrigin(Origin outer, int index, int levels) implements Origin {
  /** The value of {@link #levels} if the bytes are the record. */
  public static final int RECORD = -1;

  /**
   * Creates an origin.
   *
   * @throws IllegalArgumentException if the outer record is an inner record itself
   */
  public InnerOrigin {
    if (outer instanceof InnerOrigin) {
      throw new IllegalArgumentException("records are unwrapped only once");
    }
  }

  /** The position of an inner record. */
  public static InnerOrigin ofRecord(Origin outer, int index) {
    return new InnerOrigin(outer, index, RECORD);
  }

  /** Whether the bytes are the whole element, and the record must still be taken out of it. */
  public boolean isElement() {
    return levels != RECORD;
  }

  @Override
  public @Nullable Long arrivalMillis() {
    return outer.arrivalMillis();
  }

  @Override
  public @Nullable String partitionKey() {
    return outer.partitionKey();
  }
}
