package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Measures the tables of docs/performance.md, one after the other. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class Bench implements Callable<Integer> {
  private static final Path HOME = Path.of("target/bench");
  private static final Path PAGE = Path.of("docs/performance.md");
  private static final Path PICTURES = Path.of("src/bench");

  @Option(
      names = "--tables",
      split = ",",
      description = "The keys of the tables to measure. By default, all are measured.")
  private List<String> tables = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "The number of rounds that count. 0 only checks that everything works.")
  private int rounds;

  @Option(
      names = "--events",
      defaultValue = "2000000",
      description = "The number of simulated events of the smaller input.")
  private long events;

  @Option(
      names = "--more",
      defaultValue = "10000000",
      description = "The number of simulated events of the larger input.")
  private long more;

  @Option(
      names = "--machines",
      defaultValue = "50000",
      description = "The number of simulated machines of the smaller input.")
  private long machines;

  @Option(names = "--seed", defaultValue = "7", description = "The seed of the simulation.")
  private long seed;

  @Option(
      names = "--only",
      split = ",",
      description = "The keys of the programs to run. By default, all run.")
  private List<String> only = List.of();

  @Option(
      names = "--update",
      description = "Writes the tables into docs/performance.md, and their pictures beside.")
  private boolean update;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::exitStatus).execute(args));
  }

  /** Prints what is wrong with the settings. Other faults are printed with their origin. */
  private static int exitStatus(Exception fault, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(fault instanceof IllegalArgumentException)) {
      throw fault;
    }
    command.getErr().println("bench: " + fault.getMessage());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /** Returns all tables, in the order in which they are measured. */
  private static List<MeasuredTable> all() {
    return Stream.concat(
            Stream.of(new ProgramsTable(), new GrowthTable(), new ShapesTable()),
            LiveTables.all().stream())
        .toList();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchSettings settings =
        new BenchSettings(
            rounds,
            events,
            more,
            machines,
            seed,
            given(only),
            HOME,
            HOME.resolve("scratch").toAbsolutePath());
    List<MeasuredTable> chosen = chosen();
    prepare(settings);
    for (MeasuredTable table : chosen) {
      System.out.println("\n" + table.key());
      String markdown = table.measure(settings);
      System.out.println("\n" + markdown);
      if (update && !markdown.isBlank()) {
        update(table.key(), markdown);
      }
    }
    return 0;
  }

  /**
   * Returns the values of a list; a variable of make that is empty is a list with an empty text.
   */
  private static List<String> given(List<String> values) {
    return values.stream().filter(value -> !value.isBlank()).toList();
  }

  private List<MeasuredTable> chosen() {
    List<String> keys = given(tables);
    List<MeasuredTable> chosen =
        all().stream().filter(table -> keys.isEmpty() || keys.contains(table.key())).toList();
    if (!keys.isEmpty() && chosen.size() != keys.size()) {
      throw new IllegalArgumentException(
          "TABLES names a table that does not exist: choose from "
              + all().stream().map(MeasuredTable::key).toList());
    }
    if (more <= events) {
      throw new IllegalArgumentException(
          "MORE must be larger than EVENTS: " + more + " is not larger than " + events);
    }
    return chosen;
  }

  /** Runs sessionbeam once, which builds it if necessary, so that no run includes the build. */
  private static void prepare(BenchSettings settings) throws IOException, InterruptedException {
    Files.createDirectories(settings.home().resolve("logs"));
    Contestant build =
        new Contestant("build", "prepare sessionbeam", true, SessionbeamCommand.batch());
    new Runs(settings).run(build, settings.input(100, 20));
  }

  private static void update(String key, String markdown) throws IOException {
    DocTable.write(key, markdown, PAGE);
    // A table with a picture draws it into its home.
    Path picture = HOME.resolve(key + ".svg");
    if (Files.exists(picture)) {
      Files.copy(
          picture, PICTURES.resolve(picture.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
