package dev.sessionbeam.cli;

import dev.sessionbeam.simulate.Simulation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code simulate} for writing to files. */
final class SimulateFolderFlags {
  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The folder for part-000.jsonl and so on; it is created if it is missing. A folder that"
              + " is not empty needs --overwrite. Give this or --stream.")
  @Nullable Path output;

  @Option(
      names = "--files",
      paramLabel = "COUNT",
      defaultValue = "4",
      description =
          "How many files the records are written to, in turn, in order of arrival: 1 to "
              + Simulation.MOST_FILES
              + ". Default: ${DEFAULT-VALUE}.")
  String files = "4";

  @Option(
      names = "--overwrite",
      description =
          "Writes to a folder that is not empty. Deletes the part-NNN.jsonl files in it first, and"
              + " nothing else. Default: false.")
  boolean overwrite;
}
