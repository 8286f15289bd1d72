package dev.sessionbeam.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Runs all contestants in turn, for several rounds. Each run is a process of its own, measured from
 * start to end. The first round warms up the machine's caches, and checks that all contestants
 * write the same sessions.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class Bench implements Callable<Integer> {
  private static final Path HOME = Path.of("target/bench");

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "The number of rounds after the warm-up.")
  private int rounds;

  @Mixin private InputFlags input;

  @Option(
      names = "--only",
      split = ",",
      description = "The keys of the contestants to run. By default, all run.")
  private List<String> only;

  @Option(
      names = "--update",
      description = "Writes the results into docs/performance.md and speed.svg.")
  private boolean update;

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(HOME.resolve("logs"));
    Path scratch = HOME.resolve("scratch").toAbsolutePath();
    List<Contestant> contestants = chosen(Contestants.all(scratch));
    // Builds the project if it is not built yet, so that no run includes the build.
    Stopwatch.run(List.of("./sessionbeam", "--version"), HOME.resolve("logs/build.log"));
    Input records = input.read(HOME.resolve("raw"));
    out.printf(Locale.ROOT, "%,d records, %,d bytes%n", records.records(), records.bytes());

    Map<Contestant, List<Cost>> costs = new LinkedHashMap<>();
    contestants.forEach(contestant -> costs.put(contestant, new ArrayList<>()));
    Found reference = null;
    for (int round = 0; round <= rounds; round++) {
      out.println(round == 0 ? "warm-up, and check that all results are equal" : "round " + round);
      for (Contestant contestant : contestants) {
        Path output = HOME.resolve("output").toAbsolutePath();
        Folders.delete(output);
        Folders.delete(scratch);
        Files.createDirectories(scratch);
        Cost cost = run(contestant, records, output);
        if (round > 0) {
          costs.get(contestant).add(cost);
        } else if (contestant.hasOutput()) {
          Found found = Found.in(output);
          reference = reference == null ? found : reference;
          check(contestant, found, reference);
        }
        Folders.delete(output);
        Folders.delete(scratch);
      }
    }
    if (rounds > 0) {
      report(records, costs);
    }
    return 0;
  }

  private List<Contestant> chosen(List<Contestant> all) {
    if (only == null || only.stream().allMatch(String::isBlank)) {
      return all.stream()
          .filter(contestant -> !contestant.key().equals(Contestants.FLINK_ROCKSDB))
          .toList();
    }
    List<Contestant> chosen =
        all.stream().filter(contestant -> only.contains(contestant.key())).toList();
    if (chosen.size() != only.size()) {
      throw new IllegalArgumentException(
          "--only: choose from " + all.stream().map(Contestant::key).toList());
    }
    return chosen;
  }

  private Cost run(Contestant contestant, Input records, Path output)
      throws IOException, InterruptedException {
    Path log = HOME.resolve("logs").resolve(contestant.key() + ".log");
    Cost cost = Stopwatch.run(contestant.start().command(records.folder(), output), log);
    out.printf(
        Locale.ROOT,
        "  %-32s %6.1f s wall %6.1f s CPU %,8d MB%n",
        contestant.name(),
        seconds(cost.wall()),
        seconds(cost.cpu()),
        cost.peakBytes() / 1_000_000);
    return cost;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private void check(Contestant contestant, Found found, Found reference) throws IOException {
    String difference = found.differenceFrom(reference);
    if (!difference.isEmpty()) {
      throw new IOException(contestant.name() + " writes other results: " + difference);
    }
    out.printf(
        Locale.ROOT, "    %,d events in %,d sessions%n", found.events(), found.sessions().size());
  }

  private void report(Input records, Map<Contestant, List<Cost>> costs) throws IOException {
    List<Result> results = new ArrayList<>();
    costs.forEach((contestant, spent) -> results.add(new Result(contestant, spent)));
    Report report = new Report(records, rounds, results);
    out.println();
    out.print(report.markdown());
    if (update) {
      report.writeInto(Path.of("docs/performance.md"));
      Chart.write(results, Path.of("src/bench/speed.svg"));
    } else {
      Chart.write(results, HOME.resolve("speed.svg"));
    }
  }
}
