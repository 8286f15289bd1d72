package dev.sessionbeam.bench;

import java.util.Locale;
import java.util.Map;

/** Draws the CPU time of each step as an SVG chart: two bars for each step, batch and streaming. */
final class StepsChart {
  private static final int LABELS = 290;
  private static final int BARS = 400;
  private static final int NUMBERS = 50;
  private static final int ROW = 30;
  private static final int BAR = 11;
  private static final int TOP = 56;

  private final StringBuilder svg = new StringBuilder();

  private StepsChart() {}

  /**
   * Returns the chart.
   *
   * @param batch the seconds of each step in batch
   * @param streaming the same in streaming
   */
  static String draw(Map<Step, Double> batch, Map<Step, Double> streaming) {
    StepsChart chart = new StepsChart();
    chart.head();
    double longest =
        Math.max(
            batch.values().stream().mapToDouble(Double::doubleValue).max().orElse(1),
            streaming.values().stream().mapToDouble(Double::doubleValue).max().orElse(1));
    int y = TOP;
    for (Step step : Step.values()) {
      chart.add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
          LABELS - 8, y + BAR + 4, step.label());
      chart.bar("batch", y, batch.getOrDefault(step, 0.0), BARS / longest);
      chart.bar("streaming", y + BAR, streaming.getOrDefault(step, 0.0), BARS / longest);
      y += ROW;
    }
    return chart.svg.append("</svg>\n").toString();
  }

  private void head() {
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
        <title>CPU seconds of a million events by step, in batch and in streaming; less is better</title>
        <style>
        text { fill: #1f2328 } .number { font-size: 10px } .batch { fill: #0969da } .streaming { fill: #bc4c00 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 } .batch { fill: #4493f8 } .streaming { fill: #db6d28 }
        }
        </style>
        <text x="0" y="16">CPU seconds of a million events, by step: less is better</text>
        <rect class="batch" x="0" y="28" width="11" height="11"/><text x="16" y="38">batch</text>
        <rect class="streaming" x="80" y="28" width="11" height="11"/><text x="96" y="38">streaming</text>
        """,
        LABELS + BARS + NUMBERS, TOP + ROW * Step.values().length);
  }

  private void bar(String kind, int y, double seconds, double scale) {
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
        kind, LABELS, y, seconds * scale, BAR);
    add(
        "<text class=\"number\" x=\"%.1f\" y=\"%d\">%.2f</text>%n",
        LABELS + seconds * scale + 4, y + BAR - 2, seconds);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
