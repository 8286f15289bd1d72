package dev.sessionbeam.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The runs of several programs to tables in Markdown.
 *
 * @param few the number of events of the smaller input
 * @param many the number of events of the larger input
 * @param programs the runs of each program
 * @param ratios which programs are compared
 */
record ProgramTables(long few, long many, List<ProgramRuns> programs, List<Quotient> ratios) {
  /**
   * Two programs, one divided by the other.
   *
   * @param name what the ratio is called
   * @param own the key of the program that is divided
   * @param other the key of the program that it is divided by
   */
  record Quotient(String name, String own, String other) {}

  private static final String MARGINAL_HEAD =
      """
      | µs for each further event | wall | user CPU | system CPU |
      |---|---|---|---|
      """;

  /** Returns the tables: both sizes, the marginal cost, and the ratios. */
  String markdown() {
    return size(few, ProgramRuns::few)
        + "\n"
        + size(many, ProgramRuns::many)
        + "\n"
        + MARGINAL_HEAD
        + programs.stream().map(this::marginalRow).collect(Collectors.joining())
        + "\n"
        + ratioTable();
  }

  private String size(long events, Function<ProgramRuns, List<Cost>> costs) {
    String rows =
        programs.stream()
            .map(program -> CostCells.of(program.name(), costs.apply(program)) + "|\n")
            .collect(Collectors.joining());
    return CostCells.HEAD.replaceFirst("\\| \\|", text("| %,d events |", events)) + rows;
  }

  private String marginalRow(ProgramRuns program) {
    return text(
        "| %s | %.2f | %.2f | %.2f |%n",
        program.name(),
        Median.of(program.marginal(few, many, MarginalCost::wall)),
        Median.of(program.marginal(few, many, MarginalCost::user)),
        Median.of(program.marginal(few, many, MarginalCost::system)));
  }

  /** Returns the table of the ratios; empty if no two programs to compare have run. */
  private String ratioTable() {
    String rows =
        ratios.stream().flatMap(ratio -> row(ratio).stream()).collect(Collectors.joining());
    if (rows.isEmpty()) {
      return "";
    }
    return text(
            """
            | ratio | wall, %,d events | wall, %,d events | wall of a further event | CPU of a further event |
            |---|---|---|---|---|
            """,
            few, many)
        + rows
        + "\n";
  }

  private Optional<String> row(Quotient ratio) {
    return program(ratio.own())
        .flatMap(own -> program(ratio.other()).map(other -> row(ratio.name(), own, other)));
  }

  private Optional<ProgramRuns> program(String key) {
    return programs.stream().filter(program -> program.key().equals(key)).findFirst();
  }

  private String row(String name, ProgramRuns own, ProgramRuns other) {
    return text(
        "| %s | %s | %s | %s | %s |%n",
        name,
        compare(own, other, runs -> CostCells.seconds(runs.few(), Cost::wall)),
        compare(own, other, runs -> CostCells.seconds(runs.many(), Cost::wall)),
        compare(own, other, runs -> runs.marginal(few, many, MarginalCost::wall)),
        compare(own, other, runs -> runs.marginal(few, many, MarginalCost::cpu)));
  }

  private static String compare(
      ProgramRuns own, ProgramRuns other, Function<ProgramRuns, double[]> figures) {
    return MedianRatio.text(figures.apply(own), figures.apply(other));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
