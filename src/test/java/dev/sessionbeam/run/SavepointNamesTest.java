package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink finds the state of a step in a savepoint by the step's name. A name that changes here makes
 * every savepoint of a running job useless, so find another way.
 */
class SavepointNamesTest {
  @TempDir private Path folder;

  private static List<String> names(Pipeline pipeline) {
    List<String> names = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            // Below a source are steps for other runners.
            String name =
                node.getFullName()
                    .replaceFirst("^(ReadRecords/ReadStream/(?:KinesisIO|Files))/.*", "$1");
            if (!names.contains(name)) {
              names.add(name);
            }
          }
        });
    return names;
  }

  /** The steps of a {@code WriteLines} of some collections, including the steps inside FileIO. */
  private static List<String> writeLines(String step, int collections) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= collections; i++) {
      names.add(String.format(Locale.ROOT, "CompressLines%d/ParMultiDo(CompressLines)", i));
    }
    names.addAll(
        Files.readAllLines(Path.of("src/test/resources/savepoints/write-lines-steps.txt")));
    return names.stream().map(name -> step + "/WriteLines/" + name).toList();
  }

  @Test
  void namesStayAsTheyAre() throws Exception {
    List<String> expected = new ArrayList<>();
    expected.add("ReadRecords/ReadStream/KinesisIO");
    expected.add("ReadRecords/ReadStream/Unpack/ParMultiDo(UnpackRecords)");
    expected.add("ReadRecords/CountRecords/ParMultiDo(Count)");
    expected.add("ArchiveRecords/FormatRecords/Format/ParMultiDo(Format)");
    expected.addAll(writeLines("ArchiveRecords", 1));
    expected.add("FilterInvalid/Filter/Apply/ParMultiDo(Rule)");
    expected.add("CleanFields/Clean/Apply/ParMultiDo(Rule)");
    expected.add("FilterEvents/Filter/ParMultiDo(Filter)");
    expected.add("EnrichEvents/Enrich/Apply/ParMultiDo(Rule)");
    expected.add("PackByMachine/Pack/ParMultiDo(Pack)");
    expected.add("SessionWindows/Window.Assign");
    expected.add("GroupSessions/PackByBucket");
    expected.add("GroupSessions/GlobalWindow/Window.Assign");
    expected.add("GroupSessions/RejectedInGlobalWindow/Window.Assign");
    expected.add("GroupSessions/RejectLate");
    expected.add("GroupSessions/GatherByMachine");
    expected.add("GroupSessions/AllRejected");
    expected.add("CutSessions/Cut/ParMultiDo(Cut)");
    expected.add("WriteResults/FormatSessions/Format/ParMultiDo(Format)");
    expected.add("WriteResults/FormatRejected/Format/ParMultiDo(Format)");
    expected.addAll(writeLines("WriteResults", 2));
    assertThat(names(PlannedRun.ofKinesis(folder.resolve("out"))), is(expected));
    assertThat(
        names(PlannedRun.of(folder.resolve("files"), "--streaming=true")),
        hasItem("ReadRecords/ReadStream/Files"));
  }

  @Test
  void routesAddStepsAndRenameNone() throws Exception {
    List<String> without = names(PlannedRun.of(folder.resolve("a"), "--streaming=true"));
    List<String> with =
        new ArrayList<>(
            names(
                PlannedRun.of(
                    folder.resolve("b"),
                    "--streaming=true",
                    "--routes=" + PlannedRun.routes(folder))));
    List<String> added = new ArrayList<>(with);
    added.removeAll(without);
    with.removeAll(added);
    assertThat(with, is(without));
    assertThat(
        added,
        is(
            List.of(
                "DeliverResults/RouteEvents/Route/ParMultiDo(Route)",
                "DeliverResults/RouteSessions/Route/ParMultiDo(Route)",
                "DeliverResults/SessionsInGlobalWindow/Window.Assign",
                "DeliverResults/AllDeliveries",
                "DeliverResults/Deliver/InGlobalWindow/Window.Assign",
                "DeliverResults/Deliver/Send/ParMultiDo(Deliver)",
                "DeliverResults/FormatUndelivered/Format/ParMultiDo(Format)",
                "WriteResults/WriteLines/CompressLines3/ParMultiDo(CompressLines)")));
  }
}
