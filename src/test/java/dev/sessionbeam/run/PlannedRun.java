package dev.sessionbeam.run;

import dev.sessionbeam.io.kinesis.KinesisSettings;
import dev.sessionbeam.io.kinesis.StartAt;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** Builds the pipelines of {@code run} for the sample, without running them. */
final class PlannedRun {
  private PlannedRun() {}

  /** The pipeline of a run with these flags, over files. */
  static Pipeline of(Path output, String... flags) throws UsageException, IOException {
    PipelineOptions options = options(output, flags);
    return RunPipeline.of(RunPlan.of(options, line -> {}), options, RunId.draw());
  }

  /** The plan of a run with these flags, over files. */
  static RunPlan plan(Path output, String... flags) throws UsageException, IOException {
    return RunPlan.of(options(output, flags), line -> {});
  }

  /** The pipeline of a run over a Kinesis stream, which need not exist, with an archive. */
  static Pipeline ofKinesis(Path output) throws UsageException, IOException {
    PipelineOptions options = options(output, "--streaming=true");
    RunPlan files = RunPlan.of(options, line -> {});
    StreamPlan stream = Objects.requireNonNull(files.stream());
    KinesisSettings kinesis =
        new KinesisSettings("s", StartAt.OLDEST, null, null, Duration.ZERO, null, false);
    RunPlan plan =
        new RunPlan(
            files.definition(),
            files.files(),
            files.replay(),
            files.grouping(),
            files.output(),
            files.existing(),
            files.format(),
            files.codec(),
            files.filesPerPartition(),
            files.allowEmpty(),
            files.staged(),
            new StreamPlan(
                stream.settings(),
                kinesis,
                OutputFolder.of("archive"),
                stream.fileDelay(),
                stream.stagedRetention(),
                null,
                Optional.empty(),
                /* readsAgain= */ false),
            files.backfill(),
            files.delivery());
    return RunPipeline.of(plan, options, RunId.draw());
  }

  /** Writes routes with one destination, and returns their file. */
  static Path routes(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("routes.json"),
        "[{\"destination_name\": \"crm\", \"destination_url\": \"http://127.0.0.1:1/\","
            + " \"enabled_events\": [\"start\"]}]");
  }

  /** The options of a run with these flags, over files. */
  static PipelineOptions options(Path output, String... flags) throws UsageException, IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String flag : flags) {
      String[] parts = flag.substring(2).split("=", 2);
      all.put(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    // With --routes, Beam would look for AWS's region on the network.
    System.setProperty("aws.disableEc2Metadata", "true");
    all.put("definition", "pipelines/nitro.yaml");
    all.put("input", "testdata/nitro/raw");
    all.put("output", output.toString());
    return RunArguments.options(all, null);
  }
}
