package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Draws the runs over the smaller input as an SVG chart: one bar for each program, which shows the
 * median wall time and the range from the fastest to the slowest round.
 */
final class Chart {
  private static final int LABELS = 340;
  private static final int BARS = 440;
  private static final int NUMBERS = 85;
  private static final int ROW = 30;
  private static final int TOP = 34;

  private final StringBuilder svg = new StringBuilder();

  private Chart() {}

  static void write(List<ProgramRuns> programs, Path file) throws IOException {
    Files.writeString(file, new Chart().draw(programs));
  }

  private String draw(List<ProgramRuns> programs) {
    int height = TOP + ROW * programs.size() + 8;
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" role="img">
        <title>Seconds of wall time by contestant; less is better</title>
        <style>
        text { fill: #1f2328 } .own { fill: #0969da } .other { fill: #8c959f } .range { stroke: #1f2328; stroke-width: 1.5 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 } .own { fill: #4493f8 } .other { fill: #6e7681 } .range { stroke: #e6edf3 }
        }
        </style>
        <text x="0" y="16">wall time, median of all rounds, in seconds: less is better</text>
        """,
        LABELS + BARS + NUMBERS, height);
    double longest =
        programs.stream().flatMapToDouble(program -> Arrays.stream(walls(program))).max().orElse(1);
    int y = TOP;
    for (ProgramRuns program : programs) {
      bar(program, y, BARS / longest);
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  /** Returns the wall times of a program in seconds, the shortest first. */
  private static double[] walls(ProgramRuns program) {
    double[] walls = CostCells.seconds(program.few(), Cost::wall);
    Arrays.sort(walls);
    return walls;
  }

  private void bar(ProgramRuns program, int y, double scale) {
    double[] walls = walls(program);
    double length = Median.of(walls) * scale;
    double most = walls[walls.length - 1] * scale;
    int middle = y + ROW / 2 - 2;
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        LABELS - 8, middle + 5, program.name());
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
        program.key().startsWith(Contestants.REFERENCE) ? "own" : "other",
        LABELS,
        y + 2,
        length,
        ROW - 8);
    add(
        "<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
        LABELS + walls[0] * scale, middle, LABELS + most, middle);
    add("<text x=\"%.1f\" y=\"%d\">%.1f</text>%n", LABELS + most + 6, middle + 5, Median.of(walls));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
