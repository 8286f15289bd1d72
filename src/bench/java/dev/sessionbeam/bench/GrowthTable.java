package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of sessionbeam grows with the number of events: batch in a small heap, with what it
 * spills to disk; and streaming, with its checkpoints.
 */
final class GrowthTable implements MeasuredTable {
  /** The heap in batch, as a user would limit it. */
  private static final String HEAP = "-Xmx2g";

  @Override
  public String key() {
    return "growth";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    List<GrowthRuns> batch = new ArrayList<>();
    List<GrowthRuns> streaming = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    for (long events : List.of(settings.events(), settings.more(), 2 * settings.more())) {
      Input input = settings.input(events);
      inputs.add(input);
      batch.add(GrowthRuns.of(input.records()));
      streaming.add(GrowthRuns.of(input.records()));
    }
    Runs runs = new Runs(settings);
    for (int round = 1; round <= settings.rounds(); round++) {
      System.out.println("round " + round + " of " + settings.rounds());
      for (int size = 0; size < inputs.size(); size++) {
        runBatch(settings, runs, inputs.get(size), batch.get(size));
        runStreaming(settings, runs, inputs.get(size), streaming.get(size));
      }
    }
    return settings.rounds() == 0
        ? ""
        : new GrowthTables(batch, streaming).markdown()
            + String.format(
                Locale.ROOT, "Median of %d rounds. %s", settings.rounds(), Machine.lastLine());
  }

  private static void runBatch(BenchSettings settings, Runs runs, Input input, GrowthRuns results)
      throws IOException, InterruptedException {
    Path temporary = settings.scratch();
    Contestant program =
        new Contestant(
            "growth-batch",
            "sessionbeam, batch, " + HEAP,
            true,
            SessionbeamCommand.withJava(
                HEAP + " -Djava.io.tmpdir=" + temporary, SessionbeamCommand.batch()));
    try (FolderPeak spilled = new FolderPeak(temporary)) {
      results.costs().add(runs.run(program, input));
      results.spilled().add(spilled.bytes());
    }
  }

  private static void runStreaming(
      BenchSettings settings, Runs runs, Input input, GrowthRuns results)
      throws IOException, InterruptedException {
    Contestant program =
        new Contestant(
            "growth-streaming",
            "sessionbeam, streaming",
            true,
            SessionbeamCommand.withJava(CheckpointLog.LOGGER, SessionbeamCommand.streaming()));
    results.costs().add(runs.run(program, input));
    results.checkpoints().add(CheckpointLog.in(settings.log(program.key())));
  }
}
