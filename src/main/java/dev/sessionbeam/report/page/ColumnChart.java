package dev.sessionbeam.report.page;

/** A chart of bars that stand, for categories in time. Only some of them have labels. */
final class ColumnChart extends Chart {
  private static final int TOP = 24;
  private static final int LEFT = 44;
  private static final int RIGHT = 10;
  private static final int HEIGHT = 130;
  private static final int BOTTOM = 40;
  private static final int LABEL_WIDTH = 66;
  private static final int TICKS = 2;

  ColumnChart(String categories, String amounts) {
    super(categories, amounts);
  }

  @Override
  String svg(String name) {
    int bottom = TOP + HEIGHT;
    StringBuilder svg = new StringBuilder(begin(name, bottom + BOTTOM));
    svg.append(label("start axis", 2, TOP - 10, amounts()));
    long most = roundUp(Math.max(1, most()));
    for (int i = 0; i <= TICKS; i++) {
      double y = bottom - (double) HEIGHT * i / TICKS;
      svg.append(line("grid", LEFT, y, WIDTH - RIGHT, y));
      svg.append(label("end tick", LEFT - 4, y + 3.5, tick((double) most * i / TICKS)));
    }
    double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, items().size());
    int longest = items().stream().mapToInt(item -> item.label().length()).max().orElse(1);
    double space = Math.min(LABEL_WIDTH, 8.0 + 6.5 * longest);
    int every = (int) Math.max(1, Math.ceil(space / step));
    for (int i = 0; i < items().size(); i++) {
      Item item = items().get(i);
      double x = LEFT + step * i;
      double y = bottom;
      for (int series = 0; series < item.values().size(); series++) {
        double height = (double) HEIGHT * item.values().get(series) / most;
        y -= height;
        if (height > 0) {
          svg.append(rect(x + step * 0.1, y, step * 0.8, height, series));
        }
      }
      if (i % every == 0) {
        double middle = Math.max(LEFT, Math.min(x + step / 2, WIDTH - space / 2));
        svg.append(label("middle tick", middle, bottom + 13, item.label()));
      }
    }
    svg.append(label("middle axis", (LEFT + WIDTH - RIGHT) / 2.0, bottom + 32, categories()));
    return svg.append("</svg>\n").toString();
  }
}
