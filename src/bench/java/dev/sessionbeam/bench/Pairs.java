package dev.sessionbeam.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Compares this checkout with another one, by pairs of runs on the same input. The two runs of a
 * pair follow each other directly, and the checkouts take turns in running first. So if the machine
 * is slow for a while, both checkouts are slow.
 */
@Command(name = "pairs", mixinStandardHelpOptions = true, sortOptions = false)
public final class Pairs implements Callable<Integer> {
  private static final Path HOME = Path.of("target/bench").toAbsolutePath();
  private static final Path LOGS = HOME.resolve("logs");

  /** The mode of both runs. */
  enum Mode {
    BATCH,
    STREAMING,
    KINESIS
  }

  @Option(names = "--base", required = true, description = "The folder of the other checkout.")
  private Path baseFolder;

  @Option(
      names = "--pairs",
      defaultValue = "15",
      description = "The number of pairs after the warm-up.")
  private int pairs;

  @Option(
      names = "--mode",
      defaultValue = "batch",
      description = "The mode of the runs: ${COMPLETION-CANDIDATES}.")
  private Mode mode;

  @Option(
      names = "--own-flag",
      description = "A flag for the runs of this checkout only, and not for those of the base.")
  private List<String> ownFlags = List.of();

  @Mixin private InputFlags input;

  private final PrintStream out = System.out;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Pairs()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Checkout base = new Checkout("base", baseFolder, List.of());
    Checkout own = new Checkout("own", Path.of(""), ownFlags);
    Files.createDirectories(LOGS);
    base.build(LOGS);
    own.build(LOGS);
    Input records = input.read(HOME.resolve("raw"));
    out.printf(Locale.ROOT, "base: %s%nown:  %s%nwarm-up%n", base.folder(), own.folder());
    if (mode != Mode.KINESIS) {
      compare(base, own, records, contestant());
      return 0;
    }
    try (KinesisStub kinesis = KinesisStub.of(records)) {
      compare(base, own, records, Contestants.reading(kinesis));
    }
    return 0;
  }

  private void compare(Checkout base, Checkout own, Input records, Contestant contestant)
      throws IOException, InterruptedException {
    CheckedRuns runs = new CheckedRuns(contestant, records, HOME.resolve("output"), LOGS);
    runs.of(base);
    runs.of(own);
    List<CostPair> costs = new ArrayList<>();
    for (int pair = 1; pair <= pairs; pair++) {
      out.printf(Locale.ROOT, "pair %d of %d%n", pair, pairs);
      if (pair % 2 == 1) {
        Cost first = runs.of(base);
        costs.add(new CostPair(first, runs.of(own)));
      } else {
        Cost first = runs.of(own);
        costs.add(new CostPair(runs.of(base), first));
      }
    }
    if (pairs > 0) {
      report(records, runs.counts(), costs);
    }
  }

  private void report(Input records, OutputCounts counts, List<CostPair> costs) {
    out.printf(
        Locale.ROOT,
        "%n%s%n%s in %s, %,d MB of input; %d pairs, %,d resamples. %s.%n",
        PairTable.of(costs),
        counts,
        mode.name().toLowerCase(Locale.ROOT),
        records.bytes() / 1_000_000,
        pairs,
        MedianInterval.RESAMPLES,
        Machine.describe());
  }

  private Contestant contestant() throws IOException {
    String key = mode == Mode.BATCH ? Contestants.REFERENCE : Contestants.REFERENCE_STREAMING;
    return Contestants.all(HOME.resolve("scratch")).stream()
        .filter(contestant -> contestant.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
