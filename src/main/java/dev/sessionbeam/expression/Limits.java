package dev.sessionbeam.expression;

import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.Map;

/**
 * The limits of one evaluation, so that no record can use up the memory or the time of a run. An
 * evaluation that goes beyond a limit has no value.
 */
final class Limits {
  /** The most characters, bytes or elements of a value: about the size of the largest record. */
  static final int MAX_SIZE = 1 << 20;

  /** The most elements of a list that a function makes. */
  static final int MAX_ELEMENTS = 10_000;

  /**
   * The most characters, bytes and elements that the functions of one evaluation read and write,
   * together. This bounds nested macros over long texts, and what is in memory at the same time.
   */
  private static final long MAX_WORK = 1L << 24;

  // The functions of CEL get nothing but their arguments.
  private static final ThreadLocal<Limits> CURRENT = ThreadLocal.withInitial(Limits::new);

  private long left = MAX_WORK;

  private Limits() {}

  /** Begins an evaluation in this thread. */
  static void begin() {
    CURRENT.get().left = MAX_WORK;
  }

  /**
   * Notes the work of a function, in characters, bytes or elements.
   *
   * @throws NoValueException if the evaluation has done too much work
   */
  static void spend(long work) {
    Limits limits = CURRENT.get();
    limits.left -= work;
    if (limits.left < 0) {
      throw new NoValueException("the evaluation takes too long");
    }
  }

  /**
   * Notes the work for a text or bytes that a function is about to make.
   *
   * @param size the size of the new value, in characters or bytes
   * @throws NoValueException if the value would be too large
   */
  static void spendOnText(long size) {
    if (size > MAX_SIZE) {
      throw new NoValueException("a value has at most " + MAX_SIZE + " characters");
    }
    spend(size);
  }

  /**
   * Notes the work for a list that a function is about to make.
   *
   * @throws NoValueException if the list would be too long
   */
  static void spendOnList(long elements) {
    if (elements > MAX_ELEMENTS) {
      throw new NoValueException("a list that a function makes has at most 10,000 elements");
    }
    spend(elements);
  }

  /** Returns the size of a value in characters, bytes or elements; 1 if it has none of them. */
  static int sizeOf(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof Collection<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return value instanceof CelByteString bytes ? bytes.size() : 1;
  }
}
