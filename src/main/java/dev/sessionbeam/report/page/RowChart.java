package dev.sessionbeam.report.page;

import org.jspecify.annotations.Nullable;

/** A chart of bars that lie, one row for each category: labels need no space between bars. */
final class RowChart extends Chart {
  private static final int ROW = 17;
  private static final int BAR = 11;

  /** The space for the mark, between two rows. */
  private static final int MARK = 16;

  private static final int TOP = 22;
  private static final int LEFT = 104;
  private static final int RIGHT = 62;
  private static final int BOTTOM = 38;
  private static final int PER_LETTER = 6;

  private final boolean logarithmic;
  private int markedRow = -1;
  private @Nullable String mark;

  RowChart(String categories, String amounts, boolean logarithmic) {
    super(categories, amounts);
    this.logarithmic = logarithmic;
  }

  /** Marks the place before the next row. */
  void markHere(String text) {
    markedRow = items().size();
    mark = text;
  }

  @Override
  String svg(String name) {
    int bottom = top(items().size());
    StringBuilder svg = new StringBuilder(begin(name, bottom + BOTTOM));
    svg.append(label("end axis", LEFT - 6, TOP - 8, categories()));
    double top = logarithmic ? Math.max(1, Math.ceil(Math.log10((double) Math.max(1, most())))) : 0;
    long most = logarithmic ? (long) Math.pow(10, top) : roundUp(Math.max(1, most()));
    int ticks = logarithmic ? (int) top : 2;
    int every = logarithmic && top > 5 ? 2 : 1;
    for (int i = 0; i <= ticks; i += every) {
      double value = logarithmic ? Math.pow(10, i) : (double) most * i / ticks;
      double x = LEFT + (logarithmic ? i / top : (double) i / ticks) * (WIDTH - LEFT - RIGHT);
      svg.append(line("grid", x, TOP, x, bottom));
      svg.append(label("middle tick", x, bottom + 13, tick(value)));
    }
    svg.append(label("middle axis", LEFT + (WIDTH - LEFT - RIGHT) / 2.0, bottom + 30, amounts()));
    for (int row = 0; row < items().size(); row++) {
      row(row, most, svg);
    }
    if (mark != null) {
      int y = top(markedRow) - (ROW - BAR) / 2;
      svg.append(line("mark", 4, y, WIDTH - 4, y));
      svg.append(label("end marktext", WIDTH - 4, y - 4, mark));
    }
    return svg.append("</svg>\n").toString();
  }

  private int top(int row) {
    return TOP + ROW * row + (mark != null && row >= markedRow ? MARK : 0);
  }

  private void row(int row, long most, StringBuilder svg) {
    Item item = items().get(row);
    int y = top(row);
    svg.append(label("end", LEFT - 6, y + BAR - 1.5, item.label()));
    double x = LEFT;
    for (int series = 0; series < item.values().size(); series++) {
      double width = width((double) item.values().get(series), (double) most);
      if (width > 0) {
        svg.append(rect(x, y, width, BAR, series));
      }
      x += width;
    }
    svg.append(label("start value", x + 4, y + BAR - 1.5, value(item.sum(), x)));
  }

  private static String value(long sum, double x) {
    String full = Figures.count(sum);
    return x + 4 + full.length() * PER_LETTER <= WIDTH ? full : tick((double) sum);
  }

  private double width(double value, double most) {
    if (value == 0) {
      return 0;
    }
    double share = logarithmic ? Math.log10(value) / Math.log10(Math.max(10, most)) : value / most;
    return Math.max(1, share * (WIDTH - LEFT - RIGHT));
  }
}
