package dev.sessionbeam.expression;

import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The equality and the order of CEL's values. Values of different types are not equal, but all
 * numbers are compared as numbers, exactly.
 */
final class Equality {
  private Equality() {}

  /**
   * Returns whether two values are equal.
   *
   * @throws NoValueException if this cannot be said, or takes too long
   */
  static boolean equal(Object a, Object b) {
    if (a == b) {
      return !(a instanceof Double x && x.isNaN());
    }
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      Limits.spend(1);
      return Numbers.equal(a, b);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size() && elementsEqual(x, y);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.size() == y.size() && entriesEqual(x, y);
    }
    Limits.spend(Math.min(Limits.sizeOf(a), Limits.sizeOf(b)));
    return Objects.equals(a, b);
  }

  private static boolean elementsEqual(List<?> a, List<?> b) {
    Limits.spend(1);
    Iterator<?> others = b.iterator();
    for (Object element : a) {
      if (!equal(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean entriesEqual(Map<?, ?> a, Map<?, ?> b) {
    Limits.spend(1);
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object other = find(b, entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a list has an element that is equal to a value. */
  static boolean contains(List<?> list, Object value) {
    for (Object element : list) {
      if (equal(element, value)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the value of a key in a map, or null if it has no such key. */
  static @Nullable Object find(Map<?, ?> map, Object key) {
    Object value = map.get(key);
    if (value != null || !Numbers.isNumber(key)) {
      return value;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (Numbers.isNumber(entry.getKey()) && equal(entry.getKey(), key)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /**
   * Compares two values of one type, or two numbers.
   *
   * @return a negative number, zero or a positive number; null if a number is NaN
   * @throws NoValueException if the values have no order
   */
  static @Nullable Integer compare(Object a, Object b) {
    if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      return Numbers.isNaN(a) || Numbers.isNaN(b) ? null : Numbers.compare(a, b);
    }
    Limits.spend(Math.min(Limits.sizeOf(a), Limits.sizeOf(b)));
    if (a instanceof CelByteString x && b instanceof CelByteString y) {
      return CelByteString.unsignedLexicographicalComparator().compare(x, y);
    }
    if (a instanceof String x && b instanceof String y) {
      return x.compareTo(y);
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return x.compareTo(y);
    }
    if (a instanceof Instant x && b instanceof Instant y) {
      return x.compareTo(y);
    }
    if (a instanceof Duration x && b instanceof Duration y) {
      return x.compareTo(y);
    }
    throw new NoValueException("values of different types have no order");
  }
}
