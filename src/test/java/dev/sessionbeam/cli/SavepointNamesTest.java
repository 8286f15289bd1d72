package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;

import dev.sessionbeam.sink.OutputFolder;
import dev.sessionbeam.source.kinesis.KinesisSettings;
import dev.sessionbeam.source.kinesis.StartAt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step's name is what Flink finds its state by in a savepoint. A name that changes here makes
 * every savepoint of a running job worthless; think of another way.
 */
class SavepointNamesTest {
  @TempDir private Path folder;

  private List<String> names(@Nullable KinesisSettings kinesis) throws Exception {
    PipelineOptions options =
        RunArguments.options(
            List.of(
                "--streaming=true",
                "--definition=pipelines/nitro.yaml",
                "--input=testdata/nitro/raw",
                "--output=" + folder.resolve("out")),
            null);
    RunPlan files = RunPlan.of(options);
    StreamPlan stream = Objects.requireNonNull(files.stream());
    RunPlan plan =
        new RunPlan(
            files.definition(),
            files.files(),
            files.replay(),
            files.output(),
            files.existing(),
            files.codec(),
            files.filesPerPartition(),
            new StreamPlan(
                stream.settings(),
                kinesis,
                kinesis == null ? null : OutputFolder.of("archive"),
                stream.fileDelay(),
                null,
                Optional.empty()),
            files.backfill());
    List<String> names = new ArrayList<>();
    RunCommand.pipeline(plan, options)
        .traverseTopologically(
            new Pipeline.PipelineVisitor.Defaults() {
              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                // Below a source stands what other runners make of it.
                String name =
                    node.getFullName().replaceFirst("^(ReadRecords/(Read|Play)[^/]*)/.*", "$1");
                if (!names.contains(name)) {
                  names.add(name);
                }
              }
            });
    return names;
  }

  @Test
  void namesStayAsTheyAre() throws Exception {
    KinesisSettings kinesis =
        new KinesisSettings("s", StartAt.OLDEST, null, null, Duration.ZERO, null, false);
    assertThat(
        names(kinesis),
        contains(
            "ReadRecords/ReadStream",
            "ReadRecords/CountRecords/ParMultiDo(Count)",
            "ArchiveRecords/Format/ParMultiDo(Format)",
            "WriteArchive/PressLines/ParMultiDo(Press)",
            "WriteArchive/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "WriteArchive/WriteFiles/ParMultiDo(WriteFile)",
            "WriteArchive/CountLines/ParMultiDo(Count)",
            "SessionPipeline/PrepareEvents/Try",
            "SessionPipeline/SessionizeEvents/Sessionize",
            "SessionPipeline/GatherRefused",
            "SessionPipeline/FormatSessions/Format/ParMultiDo(Format)",
            "SessionPipeline/FormatRefused/Format/ParMultiDo(Format)",
            "WriteResults/PressLines/ParMultiDo(Press)",
            "WriteResults/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "WriteResults/WriteFiles/ParMultiDo(WriteFile)",
            "WriteResults/CountLines/ParMultiDo(Count)",
            "WriteRefused/PressLines/ParMultiDo(Press)",
            "WriteRefused/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "WriteRefused/WriteFiles/ParMultiDo(WriteFile)",
            "WriteRefused/CountLines/ParMultiDo(Count)"));
    assertThat(names(null), hasItem("ReadRecords/PlayFiles"));
  }
}
