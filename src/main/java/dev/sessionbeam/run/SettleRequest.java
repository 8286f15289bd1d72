package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Sizes;
import dev.sessionbeam.io.s3.S3Access;
import dev.sessionbeam.publish.OutputFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code settle} was asked for, checked.
 *
 * @param before days before this one settle; null for all days that may
 * @param files how many files each partition gets; 0 to decide by their size
 * @param fileBytes about how large the files are, in bytes
 * @param keep how long former files stay
 */
record SettleRequest(
    OutputFolder output,
    Definition definition,
    @Nullable LocalDate before,
    int files,
    long fileBytes,
    Duration keep) {
  private static final String USUAL_SIZE = "256MiB";
  private static final String USUAL_KEEP = "1d";
  private static final int MOST_FILES = 10_000;

  /**
   * Checks the flags.
   *
   * @throws UsageException with all faults
   */
  static SettleRequest of(SettleFlags flags, PipelineOptions options) throws UsageException {
    return new Checks().request(flags, options);
  }

  /** Gathers faults until everything is checked. */
  private static final class Checks {
    private final List<String> faults = new ArrayList<>();

    SettleRequest request(SettleFlags flags, PipelineOptions options) throws UsageException {
      OutputFolder output = output(flags.output(), options);
      Definition definition = definition(flags.definition());
      LocalDate before = before(flags.before());
      if (flags.files() != null && flags.fileSize() != null) {
        faults.add("--files and --fileSize: give one of them");
      }
      int files = files(flags.files());
      long bytes = size(flags.fileSize());
      String keep = flags.keep() == null ? USUAL_KEEP : flags.keep();
      Duration kept = StreamPlan.duration("--keep", keep, faults);
      if (FlinkCluster.isUsed(options)) {
        faults.add("settle cannot run on a Flink cluster: remove --flinkMaster");
      }
      if (output == null || definition == null || !faults.isEmpty()) {
        throw new UsageException(faults);
      }
      return new SettleRequest(output, definition, before, files, bytes, kept);
    }

    private @Nullable OutputFolder output(@Nullable String name, PipelineOptions options) {
      if (name == null) {
        faults.add("--output=FOLDER is missing");
        return null;
      }
      String fault = PathFlags.faultOnDiskOrS3("--output", name).orElse(null);
      if (fault != null) {
        faults.add(fault);
        return null;
      }
      OutputFolder output = OutputFolder.of(name);
      Path local = output.local();
      if (local != null && !Files.isDirectory(local)) {
        faults.add(
            "--output: " + name + (Files.exists(local) ? " is not a folder" : " does not exist"));
      }
      faults.addAll(
          S3Access.faults(
              options,
              List.of(),
              List.of(new S3Access.Target("--output", name, output.temporary()))));
      return output;
    }

    private @Nullable Definition definition(@Nullable String file) {
      String fault = file == null ? null : PathFlags.fault("--definition", file).orElse(null);
      if (fault != null) {
        faults.add(fault);
        return null;
      }
      return DefinitionFlag.read(file, faults);
    }

    private @Nullable LocalDate before(@Nullable String text) {
      try {
        return text == null ? null : LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        faults.add("--before: '" + text + "' is not a date: write it like 2017-02-05");
        return null;
      }
    }

    private int files(@Nullable String text) {
      if (text == null) {
        return 0;
      }
      try {
        int files = Integer.parseInt(text);
        if (files >= 1 && files <= MOST_FILES) {
          return files;
        }
      } catch (NumberFormatException e) {
        // The message below is for this too.
      }
      faults.add("--files: '" + text + "' must be a whole number from 1 to " + MOST_FILES);
      return 0;
    }

    private long size(@Nullable String text) {
      try {
        return Sizes.parse(text == null ? USUAL_SIZE : text);
      } catch (IllegalArgumentException e) {
        faults.add("--fileSize: " + e.getMessage());
        return 1;
      }
    }
  }
}
