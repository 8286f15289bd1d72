package dev.sessionbeam.cli;

import dev.sessionbeam.collect.CollectSettings;
import dev.sessionbeam.collect.Collector;
import dev.sessionbeam.collect.stream.KinesisStream;
import dev.sessionbeam.run.KinesisEndpoint;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam collect}: takes events by HTTP, and puts them into a Kinesis stream. */
@Command(
    name = "collect",
    description = {
      "Takes events by HTTP, and puts them into a Kinesis stream. What it has acknowledged is in the"
          + " stream, or safe in the spool until it is.",
      "Runs until it is stopped by Ctrl-C or SIGTERM. See docs/collect.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Write keys are read from --writeKeys or from the variable SESSIONBEAM_WRITE_KEYS.",
      "Exit status: 0 stopped; 1 cannot start, or stopped badly; 2 wrong usage."
    })
final class CollectCommand implements Callable<Integer> {
  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "The Kinesis stream that the events are put into. Required.")
  private @Nullable String stream;

  @Mixin private CollectFlags flags;
  @Mixin private CollectLimitFlags limits;

  @Option(
      names = "--kinesisEndpoint",
      paramLabel = "URL",
      description =
          "A Kinesis server that is not AWS, such as http://127.0.0.1:4567. Default: AWS.")
  private @Nullable String endpoint;

  @Option(
      names = "--awsRegion",
      paramLabel = "REGION",
      description =
          "The stream's region, such as eu-central-1. Default: that of AWS_REGION or the profile.")
  private @Nullable String region;

  @Option(
      names = "--stopTimeout",
      paramLabel = "DURATION",
      description =
          "After SIGTERM, how long answers and what waits in the spool may take. What waits longer"
              + " stays in the spool. Default: ${DEFAULT-VALUE}.",
      defaultValue = "20s")
  private String stopTimeout = "20s";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException, InterruptedException {
    List<String> faults = new ArrayList<>();
    String name = name(faults);
    URI server = KinesisEndpoint.parse(endpoint, faults);
    Duration stop = DlqFlags.duration("--stopTimeout", stopTimeout, faults);
    CollectSettings settings = flags.settings(limits, faults);
    DlqFlags.reject(faults);
    if (name == null || stop == null || settings == null) {
      return ExitCode.USAGE;
    }
    KinesisStream found =
        KinesisStream.of(name, server, region, settings.kinesisTimeout())
            .orElseThrow(
                () ->
                    new UsageException(
                        "--awsRegion: no AWS region is set; set this flag, AWS_REGION or the region"
                            + " of the profile"));
    return run(settings, found, stop);
  }

  private @Nullable String name(List<String> faults) {
    if (stream == null) {
      faults.add("--stream=NAME is missing");
    } else if (!stream.matches("[a-zA-Z0-9_.-]{1,128}")) {
      faults.add(
          "--stream: '" + stream + "' is not a stream's name: use letters, digits, '_', '.', '-'");
    }
    if (region != null && !region.matches("[a-z0-9-]{1,40}")) {
      faults.add("--awsRegion: '" + region + "' is not a region: write one like eu-central-1");
    }
    return stream;
  }

  private int run(CollectSettings settings, KinesisStream found, Duration stop)
      throws InterruptedException {
    try (Collector collector = Collector.start(settings, found)) {
      StopHook hook = StopHook.listen(stop);
      hook.await();
      int status = stop(collector, stop);
      hook.end(status);
      return status;
    } catch (IOException e) {
      spec.commandLine().getErr().println("sessionbeam: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.SOFTWARE;
    }
  }

  private int stop(Collector collector, Duration time) throws InterruptedException {
    try {
      collector.stop(time);
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("sessionbeam: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.SOFTWARE;
    }
  }
}
