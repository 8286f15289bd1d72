package dev.sessionbeam.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** The classes of a distribution, without empty ones at both ends. */
final class Classes {
  /**
   * A class.
   *
   * @param from its lower bound
   */
  record One(long from, String label, long count) {}

  private Classes() {}

  /**
   * Reads the classes of durations.
   *
   * @param keep a bound that stays even if its class is empty
   */
  static List<One> ofDurations(JsonNode distribution, long keep) {
    return read(distribution, keep, true);
  }

  /** Reads the classes of whole numbers. */
  static List<One> ofCounts(JsonNode distribution) {
    return read(distribution, -1, false);
  }

  private static List<One> read(JsonNode distribution, long keep, boolean durations) {
    JsonNode classes = distribution.get("classes");
    List<One> all = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int i = 0; i < classes.size(); i++) {
      long from = classes.get(i).get("from").asLong();
      long count = classes.get(i).get("count").asLong();
      long next = i + 1 < classes.size() ? classes.get(i + 1).get("from").asLong() : -1;
      all.add(new One(from, durations ? duration(from, next) : whole(from, next), count));
      if (count > 0 || from == keep) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    return first < 0 ? List.of() : all.subList(first, last + 1);
  }

  private static String duration(long from, long next) {
    if (from == 0 && next == 1) {
      return "0";
    }
    return range(from == 1 ? 0 : from, next, from == 1, Figures::duration);
  }

  private static String whole(long from, long next) {
    return next == from + 1
        ? Figures.count(from)
        : range(from, next < 0 ? next : next - 1, false, Figures::count);
  }

  private static String range(long from, long to, boolean open, LongFunction<String> write) {
    if (to < 0) {
      return "≥ " + write.apply(from);
    }
    return open ? "< " + write.apply(to) : write.apply(from) + "–" + write.apply(to);
  }
}
