package dev.sessionbeam.cli;

import dev.sessionbeam.run.ApplicationCluster;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * The entry class for Flink's application mode: the JobManager runs it, with the flags of {@code
 * run}, and it starts the stream in the cluster of this JobManager. It never ends the process.
 *
 * <p>A JobManager that takes the place of another one runs it, too. Then the stream runs already,
 * as it was started, and nothing is done here.
 */
public final class FlinkApplication {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkApplication.class);

  private static final String PREFIX = "sessionbeam: ";

  private final CommandLine run;
  private final StringWriter faults = new StringWriter();
  private @Nullable Exception cause;

  private FlinkApplication(ApplicationCluster cluster) {
    run =
        RunCommand.commandLine(cluster)
            .setOut(LogLines.to(LOG::info))
            .setErr(LogLines.to(LOG::info))
            .setParameterExceptionHandler(
                (e, args) -> {
                  Main.explain(e, new PrintWriter(faults, true));
                  return ExitCode.USAGE;
                })
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  // A mistake of the user needs no stack trace.
                  cause = e instanceof UsageException ? null : e;
                  return Failures.explain(e, new PrintWriter(faults, true), null);
                });
  }

  /**
   * Starts the stream, and returns when it runs.
   *
   * @param args flags of {@code run}
   * @throws RuntimeException with one message for the user if the stream cannot be started. Nothing
   *     was written then
   */
  public static void main(String[] args) throws IOException {
    ApplicationCluster cluster =
        ApplicationCluster.current()
            .orElseThrow(
                () ->
                    new ApplicationStartException(
                        "FlinkApplication is started by a Flink cluster in application mode: see"
                            + " runners/flink-cluster/README.md. To run here, or to send a job to a"
                            + " cluster, use the command run",
                        null));
    if (cluster.hasRecovered()) {
      LOG.info(
          "The stream goes on as it was started: this JobManager has recovered the job {} from the"
              + " high-availability data. The flags of this start are not used. To change one, stop"
              + " the job with a savepoint, and start it from there.",
          cluster.job());
      return;
    }
    new FlinkApplication(cluster).start(args);
  }

  private void start(String[] args) {
    if (run.execute(args) == ExitCode.OK) {
      return;
    }
    String message =
        faults
            .toString()
            .lines()
            .map(line -> line.startsWith(PREFIX) ? line.substring(PREFIX.length()) : line)
            .collect(Collectors.joining("; "));
    LOG.error("The stream was not started: {}", message);
    Exception thrown = cause;
    if (thrown == null || !isReported(thrown)) {
      throw new ApplicationStartException(message, thrown);
    }
  }

  /** Whether the cluster had accepted the job, and so reports itself that it failed. */
  private static boolean isReported(Exception thrown) {
    return ExceptionUtils.findThrowable(thrown, JobInitializationException.class).isPresent();
  }
}
