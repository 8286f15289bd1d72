package dev.sessionbeam.expression;

import java.util.Arrays;

/**
 * A text as code points, because CEL counts characters by code points. A search takes time in
 * proportion to the two lengths, whatever the texts are.
 *
 * <p>See <a href="https://en.wikipedia.org/wiki/Knuth-Morris-Pratt_algorithm">Knuth, Morris and
 * Pratt</a>.
 */
final class CodePoints {
  private final int[] points;

  private CodePoints(int[] points) {
    this.points = points;
  }

  static CodePoints of(String text) {
    return new CodePoints(text.codePoints().toArray());
  }

  int length() {
    return points.length;
  }

  /** Returns the characters from one index to another, which is not included. */
  String slice(int from, int to) {
    return new String(points, from, to - from);
  }

  String slice(int from) {
    return slice(from, points.length);
  }

  int at(int index) {
    return points[index];
  }

  CodePoints reversed() {
    int[] reversed = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      reversed[i] = points[points.length - 1 - i];
    }
    return new CodePoints(reversed);
  }

  /** Returns a search for this text in other texts. */
  Search search() {
    return new Search(points);
  }

  /** Finds a text in other texts. */
  static final class Search {
    private final int[] wanted;

    /** The length of the longest proper prefix that ends at each index. */
    private final int[] borders;

    private Search(int[] wanted) {
      this.wanted = wanted;
      this.borders = new int[wanted.length];
      int matched = 0;
      for (int i = 1; i < wanted.length; i++) {
        while (matched > 0 && wanted[i] != wanted[matched]) {
          matched = borders[matched - 1];
        }
        if (wanted[i] == wanted[matched]) {
          matched++;
        }
        borders[i] = matched;
      }
    }

    /** Returns the first index, at or after {@code from}, where the wanted text is; or -1. */
    int in(CodePoints text, int from) {
      if (wanted.length == 0) {
        return from <= text.points.length ? from : -1;
      }
      int matched = 0;
      for (int i = from; i < text.points.length; i++) {
        while (matched > 0 && text.points[i] != wanted[matched]) {
          matched = borders[matched - 1];
        }
        if (text.points[i] == wanted[matched]) {
          matched++;
        }
        if (matched == wanted.length) {
          return i - matched + 1;
        }
      }
      return -1;
    }

    /**
     * Returns the first indices where the wanted text is, without overlaps. An empty text is before
     * each character and at the end.
     *
     * @param most the most indices to return
     */
    int[] allIn(CodePoints text, int most) {
      int[] found = new int[16];
      int count = 0;
      int step = Math.max(1, wanted.length);
      for (int at = in(text, 0); at >= 0 && count < most; at = in(text, at + step)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = at;
      }
      return Arrays.copyOf(found, count);
    }
  }
}
