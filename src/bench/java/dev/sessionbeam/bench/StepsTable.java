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
    Input more = settings.input(settings.more());
    StepProfile batch = run(settings, input, "batch", SessionbeamCommand.batch());
    StepProfile streaming = run(settings, input, "streaming", SessionbeamCommand.streaming());
    Map<String, Map<Step, Double>> columns = new LinkedHashMap<>();
    columns.put("batch", batch.ofMillion());
    columns.put("streaming", streaming.ofMillion());
    columns.put(
        "batch, a million more",
        run(settings, more, "batch, more", SessionbeamCommand.batch()).ofMillionMore(batch));
    columns.put(
        "streaming, a million more",
        run(settings, more, "streaming, more", SessionbeamCommand.streaming())
            .ofMillionMore(streaming));
    columns.put(
        "batch, `beam` grouping",
        run(settings, input, "batch, beam", SessionbeamCommand.batch(BEAM)).ofMillion());
    columns.put(
        "streaming, `beam` grouping",
        run(settings, input, "streaming, beam", SessionbeamCommand.streaming(BEAM)).ofMillion());
    Files.writeString(
        settings.home().resolve(PICTURE),
        StepsChart.draw(batch.ofMillion(), streaming.ofMillion()));
    return String.format(
        Locale.ROOT,
        "%s%nCPU seconds of a million events, of %,d, with the start of the process; *a million"
            + " more*: with %,d events, what each million beyond these takes. One recorded run"
            + " each. %s",
        table(columns),
        input.records(),
        more.records(),
        Machine.lastLine());
  }

  private static StepProfile run(
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
    return new StepProfile(steps, input.records());
  }

  /** The recording stays for a closer look: {@code steps-streaming-beam.jfr}. */
  private static Path recording(BenchSettings settings, String name) {
    return settings.home().resolve("steps-" + name.replaceAll("[^a-z]+", "-") + ".jfr");
  }

  private static String table(Map<String, Map<Step, Double>> columns) {
    List<String> head = new ArrayList<>(List.of("step"));
    head.addAll(columns.keySet());
    MarkdownRows rows = MarkdownRows.of(head.toArray(String[]::new));
    for (Step step : Step.values()) {
      List<String> row = new ArrayList<>(List.of(step.label()));
      columns.values().forEach(steps -> row.add(text(steps.getOrDefault(step, 0.0))));
      rows.add(row.toArray(String[]::new));
    }
    List<String> sums = new ArrayList<>(List.of("**sum**"));
    columns
        .values()
        .forEach(steps -> sums.add(text(steps.values().stream().mapToDouble(each -> each).sum())));
    return rows.add(sums.toArray(String[]::new)).toString();
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds);
  }
}
