package dev.sessionbeam.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What all charts have: named values, and the names of both axes. */
abstract class Chart {
  /** The width of every drawing, in its own units: that of a small screen. */
  static final int WIDTH = 360;

  /**
   * A category and the value of each series there.
   *
   * @param label plain text
   */
  record Item(String label, List<Long> values) {
    Item {
      values = List.copyOf(values);
    }

    long sum() {
      return values.stream().mapToLong(Long::longValue).sum();
    }
  }

  private final List<Item> items = new ArrayList<>();
  private final String categories;
  private final String amounts;

  /**
   * Creates an empty chart.
   *
   * @param categories the name of the axis of the categories
   * @param amounts the name of the axis of the values
   */
  Chart(String categories, String amounts) {
    this.categories = categories;
    this.amounts = amounts;
  }

  void add(String label, Long... values) {
    items.add(new Item(label, List.of(values)));
  }

  List<Item> items() {
    return items;
  }

  String categories() {
    return categories;
  }

  String amounts() {
    return amounts;
  }

  long most() {
    return items.stream().mapToLong(Item::sum).max().orElse(0);
  }

  /**
   * Returns the drawing.
   *
   * @param name what it shows, for those who do not see it
   */
  abstract String svg(String name);

  static String begin(String name, int height) {
    return String.format(
        Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        WIDTH,
        height,
        Html.text(name));
  }

  static String rect(double x, double y, double width, double height, int series) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"s%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
        series,
        x,
        y,
        width,
        height);
  }

  static String line(String type, double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
        type,
        x1,
        y1,
        x2,
        y2);
  }

  /**
   * Returns a text.
   *
   * @param type its class: {@code start}, {@code middle} or {@code end}, and more
   */
  static String label(String type, double x, double y, String text) {
    return String.format(
        Locale.ROOT,
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
        type,
        x,
        y,
        Html.text(text));
  }

  /** Returns a short form of a number for an axis, such as {@code 1.5M}. */
  static String tick(double value) {
    if (value >= 1e9) {
      return shortened(value / 1e9) + "G";
    }
    if (value >= 1e6) {
      return shortened(value / 1e6) + "M";
    }
    return value >= 1e4 ? shortened(value / 1e3) + "k" : shortened(value);
  }

  private static String shortened(double value) {
    return value == Math.rint(value)
        ? String.valueOf((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /** Returns a round number that is at least a value. */
  static long roundUp(long value) {
    long unit = 1;
    while (unit * 10 <= value) {
      unit *= 10;
    }
    for (long steps : new long[] {1, 2, 4, 5, 8, 10}) {
      if (steps * unit >= value) {
        return steps * unit;
      }
    }
    return 10 * unit;
  }
}
