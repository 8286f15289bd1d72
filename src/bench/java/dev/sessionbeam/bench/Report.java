package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats results as a Markdown table, and writes the table into a page. */
final class Report {
  private static final String BEGIN = "<!-- speed: written by `make bench UPDATE=1` -->";
  private static final String END = "<!-- speed: end -->";

  private static final String HEAD =
      """
      | | wall, median (min–max) | CPU | peak memory | events/s | wall ÷ Flink job's | wall ÷ DuckDB's |
      |---|---|---|---|---|---|---|
      """;

  private final Input input;
  private final int rounds;
  private final List<Result> results;

  Report(Input input, int rounds, List<Result> results) {
    this.input = input;
    this.rounds = rounds;
    this.results = results;
  }

  /** Returns the table, the input and the machine, as Markdown. */
  String markdown() {
    return HEAD
        + results.stream().map(this::row).collect(Collectors.joining())
        + text(
            "%n%,d events, %,d MB, in files; median of %d rounds. %s.%n",
            input.records(), input.bytes() / 1_000_000, rounds, machine());
  }

  /** Returns a description of the machine. */
  static String machine() {
    return text(
        "%d cores, JDK %s, %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        System.getProperty("os.name"));
  }

  private String row(Result result) {
    return text(
        "| %s | %.1f s (%.1f–%.1f) | %.1f s | %s | %,d | %s | %s |%n",
        result.contestant().name(),
        result.wallSeconds(),
        result.fastest(),
        result.slowest(),
        result.cpuSeconds(),
        result.peakBytes() == 0 ? "" : text("%.1f GB", result.peakBytes() / 1e9),
        Math.round(input.records() / result.wallSeconds()),
        ratio(result, result.contestant().rival()),
        ratio(result, Contestants.DUCKDB));
  }

  private String ratio(Result result, String key) {
    return results.stream()
        .filter(other -> other.contestant().key().equals(key))
        .map(other -> text("%.2f", result.wallSeconds() / other.wallSeconds()))
        .findFirst()
        .orElse("");
  }

  /** Puts the table between the two marks of a page. */
  void writeInto(Path page) throws IOException {
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          page + " has no place for the table: add the lines " + BEGIN + " and " + END);
    }
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length())
            + "\n\n"
            + markdown()
            + "\n"
            + text.substring(end));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
