package dev.sessionbeam.expression;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates the size of a regular expression's program before it is compiled: RE2 writes out
 * repetitions, so that the 24 characters of {@code ((a{1000}){1000}){1000}} would fill the memory.
 * The estimate may be too large, but it is not too small.
 */
final class RegexSize {
  private static final int MAX_DIGITS = 6;

  private final String pattern;

  /** The sizes of the open groups, without the last item of each. */
  private final Deque<Long> groups = new ArrayDeque<>();

  /** The size of the innermost group up to its last item, and of that item. */
  private long size;

  private long last;
  private int at;

  private RegexSize(String pattern) {
    this.pattern = pattern;
  }

  /** Returns the number of instructions, at least one for each character. */
  static long of(String pattern) {
    return new RegexSize(pattern).read();
  }

  private long read() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> {
          groups.push(size + last);
          size = 0;
          last = 0;
        }
        case ')' -> {
          last = 1 + size + last;
          size = groups.isEmpty() ? 0 : groups.pop();
        }
        case '{' -> last = repeated(last, repetitions());
        case '\\' -> {
          at++;
          item();
        }
        default -> item();
      }
    }
    return closed();
  }

  private void item() {
    size += last;
    last = 1;
  }

  private long closed() {
    long all = size + last;
    for (long group : groups) {
      all += group;
    }
    return Math.max(all, pattern.length());
  }

  private static long repeated(long item, long times) {
    // Saturates far above each limit, and far below an overflow.
    return Math.min(Integer.MAX_VALUE, item * Math.max(1, times)) + 1;
  }

  /** Reads {@code 3}, {@code 3,} or {@code 3,5} and its brace, and returns the larger number. */
  private long repetitions() {
    long most = 0;
    int end = at;
    while (end < pattern.length() && pattern.charAt(end) != '}') {
      int start = end;
      while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
        end++;
      }
      if (end - start > MAX_DIGITS) {
        return Integer.MAX_VALUE;
      }
      if (end > start) {
        most = Math.max(most, Long.parseLong(pattern.substring(start, end)));
      }
      if (end < pattern.length() && pattern.charAt(end) == ',') {
        end++;
      } else if (end == start) {
        return 1; // Not a repetition.
      }
    }
    at = Math.min(pattern.length(), end + 1);
    return most;
  }
}
