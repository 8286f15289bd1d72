package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.deliver.dlq.StopSignal;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.RunArguments;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The flags that all commands for dead letters and tables have, and how the former end. */
final class DlqFlags {
  private static final String S3 = "s3://";

  @Option(
      names = "--awsRegion",
      paramLabel = "REGION",
      description =
          "The AWS region. Default: that of the queue or the table, else AWS's default chain.")
  @Nullable String awsRegion;

  @Option(
      names = "--s3Endpoint",
      paramLabel = "URL",
      description = "The S3 server to use in place of AWS, for names that begin with s3://.")
  private @Nullable String s3Endpoint;

  /** The work of a command. */
  interface Work {
    /**
     * Does it.
     *
     * @return the exit status
     */
    int run(StopSignal stop) throws IOException, UsageException;
  }

  /** Returns the options that reach files on a disk and on S3. */
  PipelineOptions options() throws UsageException, IOException {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("runner", "DirectRunner");
    if (awsRegion != null) {
      flags.put("awsRegion", awsRegion);
    }
    if (s3Endpoint != null) {
      flags.put("s3Endpoint", s3Endpoint);
    }
    return RunArguments.options(flags, null);
  }

  /** Does the work. If it fails, the message says that it can be done again. */
  static int run(CommandLine command, Work work) throws UsageException {
    PrintWriter err = command.getErr();
    try (StopSignal stop = StopSignal.listen()) {
      int status = work.run(stop);
      command.getOut().flush();
      return status;
    } catch (IOException e) {
      err.println("sessionbeam: " + e.getMessage());
      err.println("Nothing is lost. Run the same command again when this is corrected.");
      err.flush();
      return ExitCode.SOFTWARE;
    }
  }

  /** Adds a fault if a path cannot be one: of a file on the disk, or also in S3. */
  static void checkPath(String flag, String path, boolean orS3, List<String> faults) {
    if (!orS3 || !path.startsWith(S3)) {
      PathFlags.fault(flag, path).ifPresent(faults::add);
    }
  }

  static boolean isOnS3(String path) {
    return path.startsWith(S3);
  }

  /** Reads a duration that is not negative; or adds a fault, and returns null. */
  static @Nullable Duration duration(String flag, String text, List<String> faults) {
    try {
      Duration duration = Durations.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
      faults.add(flag + ": '" + text + "' must not be negative");
    } catch (IllegalArgumentException e) {
      faults.add(flag + ": " + e.getMessage());
    }
    return null;
  }

  static void reject(List<String> faults) throws UsageException {
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
  }
}
