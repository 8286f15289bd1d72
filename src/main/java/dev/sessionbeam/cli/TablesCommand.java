package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.run.DefinitionFlag;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.warehouse.Dialect;
import dev.sessionbeam.warehouse.RedshiftLoad;
import dev.sessionbeam.warehouse.Warehouse;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam tables}: prints the tables and views of an output. */
@Command(
    name = "tables",
    description = "Prints the statements that make tables and views of an output.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "It reads the definition only: the output need not exist. See docs/warehouse.md.",
      "",
      "Exit status: 0 done, 2 wrong usage."
    })
final class TablesCommand implements Callable<Integer> {
  private static final String OLDEST = "2000-01-01";

  @Option(names = "--definition", paramLabel = "FILE", description = "The definition. Required.")
  private @Nullable String definition;

  @Option(
      names = "--location",
      paramLabel = "FOLDER",
      description =
          "The --output of the runs: s3://bucket/prefix, or for duckdb also a folder. Required.")
  private @Nullable String location;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description = "athena, redshift or duckdb. Required.")
  private @Nullable String dialect;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The --format of the runs: json or parquet. Default: the definition's.")
  private @Nullable String format;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description =
          "athena: the oldest date in the output. Athena does not read older ones; a later date"
              + " makes queries without a date faster. Default: "
              + OLDEST
              + ".")
  private @Nullable String since;

  @Option(
      names = "--load",
      description =
          "redshift: prints the shell script that loads the new files, in place of the tables.")
  private boolean load;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    List<String> faults = new ArrayList<>();
    Definition read = definition(faults);
    Dialect chosen = oneOf(Dialect.class, "--dialect", dialect, faults);
    if (dialect == null) {
      faults.add("--dialect=NAME is missing: give athena, redshift or duckdb");
    }
    if (load && chosen != null && chosen != Dialect.REDSHIFT) {
      faults.add("--load is for redshift: the others read the files in their place; remove it");
    }
    String place = location(chosen, faults);
    Format given = oneOf(Format.class, "--format", format, faults);
    LocalDate oldest = since(chosen, faults);
    if (read == null || chosen == null || place == null || !faults.isEmpty()) {
      throw new UsageException(faults);
    }
    PrintWriter out = spec.commandLine().getOut();
    Format used = given == null ? read.output().format() : given;
    Warehouse warehouse = Warehouse.of(read, place, used, oldest);
    if (load) {
      out.print(RedshiftLoad.script(warehouse, command(used)));
    } else {
      out.print("-- Made by: " + command(used) + "\n");
      out.print(chosen.tables(warehouse));
    }
    out.flush();
    return ExitCode.OK;
  }

  private String command(Format used) {
    // A line break would end the comment that the command is in.
    return "sessionbeam tables --definition="
        + String.valueOf(definition).replaceAll("\\p{Cntrl}", "?")
        + " --location="
        + location
        + " --dialect="
        + dialect
        + " --format="
        + used.name().toLowerCase(Locale.ROOT)
        + (since == null ? "" : " --since=" + since)
        + (load ? " --load" : "");
  }

  private @Nullable Definition definition(List<String> faults) {
    String fault =
        definition == null ? null : PathFlags.fault("--definition", definition).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    return DefinitionFlag.read(definition, faults);
  }

  private @Nullable String location(@Nullable Dialect chosen, List<String> faults) {
    String place = location;
    if (place == null) {
      faults.add("--location=FOLDER is missing: it is the --output of the runs");
      return null;
    }
    PathFlags.faultOnDiskOrS3("--location", place).ifPresent(faults::add);
    if (place.chars().anyMatch(c -> c < ' ' || c == '\'' || c == '"' || c == '\\')) {
      faults.add(
          "--location: "
              + place
              + " has a quote, a backslash or a control character, which not all readers accept:"
              + " use an output without them");
    }
    if (chosen == Dialect.DUCKDB && place.chars().anyMatch(c -> "*?[".indexOf(c) >= 0)) {
      faults.add(
          "--location: "
              + place
              + " has a character that DuckDB takes for a pattern (*, ? or [): use another output");
    }
    if (chosen != null && chosen != Dialect.DUCKDB && !place.startsWith("s3://")) {
      faults.add(
          "--location: "
              + place
              + " is not on S3, where "
              + chosen.name().toLowerCase(Locale.ROOT)
              + " reads: give s3://bucket/prefix");
    }
    return place;
  }

  private LocalDate since(@Nullable Dialect chosen, List<String> faults) {
    String text = since;
    if (text == null) {
      return LocalDate.parse(OLDEST);
    }
    if (chosen != null && chosen != Dialect.ATHENA) {
      faults.add("--since is for athena: the others find the dates by themselves; remove it");
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      faults.add("--since: '" + text + "' is not a date: write it like 2017-02-05");
      return LocalDate.parse(OLDEST);
    }
  }

  private static <E extends Enum<E>> @Nullable E oneOf(
      Class<E> type, String flag, @Nullable String name, List<String> faults) {
    if (name == null) {
      return null;
    }
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int at = names.indexOf(name);
    if (at < 0) {
      faults.add(flag + ": '" + name + "' is not known: give " + String.join(" or ", names));
      return null;
    }
    return type.getEnumConstants()[at];
  }
}
