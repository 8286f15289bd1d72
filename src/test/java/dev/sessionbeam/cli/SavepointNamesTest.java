package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A step's name is what Flink finds its state by in a savepoint. A name that changes here makes
 * every savepoint of a running job worthless; think of another way.
 */
class SavepointNamesTest {
  @TempDir private Path folder;

  private static List<String> names(Pipeline pipeline) {
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
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
    assertThat(
        names(PlannedRun.ofKinesis(folder.resolve("out"))),
        contains(
            "ReadRecords/ReadStream",
            "ReadRecords/CountRecords/ParMultiDo(Count)",
            "ArchiveRecords/FormatRecords/Format/ParMultiDo(Format)",
            "ArchiveRecords/WriteLines/PressLines/ParMultiDo(Press)",
            "ArchiveRecords/WriteLines/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "ArchiveRecords/WriteLines/WriteFiles/ParMultiDo(WriteFile)",
            "ArchiveRecords/WriteLines/CountLines/ParMultiDo(Count)",
            "FilterInvalid/Filter/Apply/ParMultiDo(Rule)",
            "CleanFields/Clean/Apply/ParMultiDo(Rule)",
            "EnrichEvents/Enrich/Apply/ParMultiDo(Rule)",
            "PackByMachine/Pack/ParMultiDo(Pack)",
            "SessionWindows/Window.Assign",
            "GroupSessions/PackByBucket",
            "GroupSessions/GlobalWindow/Window.Assign",
            "GroupSessions/RejectedInGlobalWindow/Window.Assign",
            "GroupSessions/RejectLate",
            "GroupSessions/GatherByMachine",
            "GroupSessions/AllRejected",
            "CutSessions/Cut/ParMultiDo(Cut)",
            "WriteResults/FormatSessions/Format/ParMultiDo(Format)",
            "WriteResults/WriteLines/PressLines/ParMultiDo(Press)",
            "WriteResults/WriteLines/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "WriteResults/WriteLines/WriteFiles/ParMultiDo(WriteFile)",
            "WriteResults/WriteLines/CountLines/ParMultiDo(Count)",
            "WriteRejected/FormatRejected/Format/ParMultiDo(Format)",
            "WriteRejected/WriteLines/PressLines/ParMultiDo(Press)",
            "WriteRejected/WriteLines/GatherFiles/ParDo(GroupIntoBatches)/ParMultiDo(GroupIntoBatches)",
            "WriteRejected/WriteLines/WriteFiles/ParMultiDo(WriteFile)",
            "WriteRejected/WriteLines/CountLines/ParMultiDo(Count)"));
    assertThat(
        names(PlannedRun.of(folder.resolve("files"), "--streaming=true")),
        hasItem("ReadRecords/PlayFiles"));
  }
}
