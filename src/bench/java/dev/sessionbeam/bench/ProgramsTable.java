package dev.sessionbeam.bench;

import dev.sessionbeam.bench.ProgramTables.Quotient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * All contestants on the same events, in two sizes. They take turns, and every other round goes
 * backwards. So if the machine is slow for a while, it is slow for all.
 */
final class ProgramsTable implements MeasuredTable {
  /** Enough that the delayed events find sessions that were written. */
  private static final int CHECKED_EVENTS = 20_000;

  private static final int CHECKED_MACHINES = 500;

  /** In a file of the checked events, this many records are some hours. */
  private static final int DELAY = 500;

  private static final List<Quotient> RATIOS =
      List.of(
          new Quotient("batch ÷ Flink job", Contestants.REFERENCE, Contestants.FLINK),
          new Quotient("batch ÷ DuckDB", Contestants.REFERENCE, Contestants.DUCKDB),
          new Quotient("batch: beam ÷ packed", Contestants.REFERENCE_BEAM, Contestants.REFERENCE),
          new Quotient(
              "streaming ÷ Flink job, a day of lateness",
              Contestants.REFERENCE_STREAMING,
              Contestants.FLINK_LATE),
          new Quotient(
              "streaming ÷ Flink job, no lateness",
              Contestants.REFERENCE_STREAMING,
              Contestants.FLINK_STREAMING),
          new Quotient(
              "streaming: beam ÷ packed",
              Contestants.REFERENCE_STREAMING_BEAM,
              Contestants.REFERENCE_STREAMING),
          new Quotient(
              "Flink job: a day of lateness ÷ none",
              Contestants.FLINK_LATE,
              Contestants.FLINK_STREAMING));

  @Override
  public String key() {
    return "programs";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    List<Contestant> programs = Contestants.chosen(settings.only(), settings.scratch());
    Runs runs = new Runs(settings);
    Input few = settings.input(settings.events());
    System.out.println("warm-up, and check that all results are equal");
    EqualResults.check(runs, programs, few);
    checkRevisions(settings, runs, programs);
    if (settings.rounds() == 0) {
      return "";
    }
    Input many = settings.input(settings.more());
    List<ProgramRuns> results = runAll(settings.rounds(), programs, runs, few, many);
    Chart.write(results, settings.home().resolve("programs.svg"));
    return new ProgramTables(few.records(), many.records(), results, RATIOS).markdown()
        + lastLine(settings.rounds(), few, many);
  }

  /** Events that come after their sessions were written must change those of the fair job. */
  private static void checkRevisions(BenchSettings settings, Runs runs, List<Contestant> programs)
      throws IOException, InterruptedException {
    if (programs.stream().noneMatch(program -> program.key().equals(Contestants.FLINK_LATE))) {
      return;
    }
    System.out.println("check that events that come later change their sessions");
    List<Contestant> checked =
        Contestants.chosen(
            List.of(Contestants.REFERENCE, Contestants.FLINK_LATE), settings.scratch());
    Input input = settings.input(CHECKED_EVENTS, CHECKED_MACHINES);
    Input delayed = DelayedInput.of(input, settings.home().resolve("delayed"), DELAY);
    if (EqualResults.check(runs, checked, delayed).isEmpty()) {
      throw new IOException(Contestants.FLINK_LATE + " wrote no session again");
    }
  }

  private static List<ProgramRuns> runAll(
      int rounds, List<Contestant> programs, Runs runs, Input few, Input many)
      throws IOException, InterruptedException {
    List<ProgramRuns> results = new ArrayList<>();
    List<Integer> turns = new ArrayList<>();
    for (Contestant program : programs) {
      turns.add(results.size());
      results.add(
          new ProgramRuns(program.key(), program.name(), new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= rounds; round++) {
      System.out.println("round " + round + " of " + rounds);
      for (int turn : turns) {
        results.get(turn).few().add(runs.run(programs.get(turn), few));
        results.get(turn).many().add(runs.run(programs.get(turn), many));
      }
      Collections.reverse(turns);
    }
    return results;
  }

  private static String lastLine(int rounds, Input few, Input many) {
    return String.format(
        Locale.ROOT,
        "%,d MB and %,d MB of input, in files; median of %d rounds%s. %s",
        few.bytes() / 1_000_000,
        many.bytes() / 1_000_000,
        rounds,
        rounds < MedianRatio.ROUNDS_FOR_INTERVAL ? "" : ", 95 % interval in brackets",
        Machine.lastLine());
  }
}
