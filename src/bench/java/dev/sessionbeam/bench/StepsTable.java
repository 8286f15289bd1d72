package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The table {@code steps} and its picture: the CPU time of a million events by step, in batch and
 * in streaming, with both groupings.
 */
final class StepsTable implements MeasuredTable {
  /** The picture of the table, in the home of the benchmarks. */
  static final String PICTURE = "steps.svg";

  private static final String BEAM = "--grouping=beam";

  @Override
  public String key() {
    return "steps";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    Input input = settings.input(settings.events());
    Map<String, Contestant.Start> runs = new LinkedHashMap<>();
    runs.put("batch", SessionbeamCommand.batch());
    runs.put("streaming", SessionbeamCommand.streaming());
    runs.put("batch, `beam` grouping", SessionbeamCommand.batch(BEAM));
    runs.put("streaming, `beam` grouping", SessionbeamCommand.streaming(BEAM));
    Map<String, Map<Step, Double>> seconds = new LinkedHashMap<>();
    for (Map.Entry<String, Contestant.Start> run : runs.entrySet()) {
      Map<Step, Double> steps = run(settings, input, run.getKey(), run.getValue());
      steps.replaceAll((step, all) -> all / (input.records() / 1e6));
      seconds.put(run.getKey(), steps);
    }
    Files.writeString(
        settings.home().resolve(PICTURE),
        StepsChart.draw(seconds.get("batch"), seconds.get("streaming")));
    return String.format(
        Locale.ROOT,
        "%s%nCPU seconds of a million events, start of the process included; %,d events, one"
            + " recorded run each. %s",
        table(seconds),
        input.records(),
        Machine.lastLine());
  }

  private static Map<Step, Double> run(
      BenchSettings settings, Input input, String name, Contestant.Start start)
      throws IOException, InterruptedException {
    Folders.delete(settings.scratch());
    Files.createDirectories(settings.scratch());
    List<String> command = start.command(input.folder(), settings.scratch().resolve("output"));
    Map<Step, Double> steps =
        ProfiledRun.of(command, recording(settings, name), settings.log("steps"));
    double sum = steps.values().stream().mapToDouble(Double::doubleValue).sum();
    System.out.printf(Locale.ROOT, "  %-28s %6.1f s CPU%n", name, sum);
    Folders.delete(settings.scratch());
    return steps;
  }

  /**
   * The recording stays, for who wants to look closer: {@code steps-streaming-beam-grouping.jfr}.
   */
  private static Path recording(BenchSettings settings, String name) {
    return settings.home().resolve("steps-" + name.replaceAll("[^a-z]+", "-") + ".jfr");
  }

  private static String table(Map<String, Map<Step, Double>> seconds) {
    List<String> head = new ArrayList<>(List.of("step"));
    head.addAll(seconds.keySet());
    MarkdownRows rows = MarkdownRows.of(head.toArray(String[]::new));
    for (Step step : Step.values()) {
      List<String> row = new ArrayList<>(List.of(step.label()));
      seconds.values().forEach(steps -> row.add(text(steps.getOrDefault(step, 0.0))));
      rows.add(row.toArray(String[]::new));
    }
    List<String> sums = new ArrayList<>(List.of("**sum**"));
    seconds
        .values()
        .forEach(steps -> sums.add(text(steps.values().stream().mapToDouble(each -> each).sum())));
    return rows.add(sums.toArray(String[]::new)).toString();
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
