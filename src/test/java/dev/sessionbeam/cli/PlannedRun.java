package dev.sessionbeam.cli;

import dev.sessionbeam.sink.OutputFolder;
import dev.sessionbeam.sink.RunId;
import dev.sessionbeam.source.kinesis.KinesisSettings;
import dev.sessionbeam.source.kinesis.StartAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** The pipelines that {@code run} builds for the sample, without running them. */
final class PlannedRun {
  private PlannedRun() {}

  /** That of a run with these flags, over files. */
  static Pipeline of(Path output, String... flags) throws UsageException, IOException {
    PipelineOptions options = options(output, flags);
    return RunPipeline.of(RunPlan.of(options, line -> {}), options, RunId.draw());
  }

  /** The plan of a run with these flags, over files. */
  static RunPlan plan(Path output, String... flags) throws UsageException, IOException {
    return RunPlan.of(options(output, flags), line -> {});
  }

  /** That of a run over a stream of Kinesis, which need not be there, with an archive. */
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
            files.backfill());
    return RunPipeline.of(plan, options, RunId.draw());
  }

  private static PipelineOptions options(Path output, String... flags)
      throws UsageException, IOException {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("--definition=pipelines/nitro.yaml");
    all.add("--input=testdata/nitro/raw");
    all.add("--output=" + output);
    return RunArguments.options(all, null);
  }
}
