package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the steps of the pipelines that {@code run} submits. */
class PipelineStepsTest {
  private static final List<String> STEPS =
      List.of(
          "ReadRecords",
          "FilterInvalid",
          "CleanFields",
          "FilterEvents",
          "EnrichEvents",
          "PackByMachine",
          "SessionWindows",
          "GroupSessions",
          "CutSessions",
          "WriteResults");

  @TempDir private Path folder;

  /** The names of the steps at top level, in order. */
  private static List<String> steps(Pipeline pipeline) {
    List<String> names = new ArrayList<>();
    visit(
        pipeline,
        node -> {
          TransformHierarchy.Node parent = node.getEnclosingNode();
          if (parent != null && parent.isRootNode()) {
            names.add(node.getFullName());
          }
        });
    return names;
  }

  private interface Look {
    void at(TransformHierarchy.Node node);
  }

  private static void visit(Pipeline pipeline, Look look) {
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            look.at(node);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            look.at(node);
          }
        });
  }

  @Test
  void batchAndStreamingHaveTheSameStepsInTheSameOrder() throws Exception {
    assertThat(steps(PlannedRun.of(folder.resolve("batch"))), is(STEPS));
    assertThat(steps(PlannedRun.of(folder.resolve("stream"), "--streaming=true")), is(STEPS));
  }

  @Test
  void aKinesisStreamHasTheSameStepsAndAnArchive() throws Exception {
    List<String> withArchive = new ArrayList<>(STEPS);
    withArchive.add(1, "ArchiveRecords");
    assertThat(steps(PlannedRun.ofKinesis(folder.resolve("stream"))), is(withArchive));
  }

  @Test
  void routesAddOneStepToAStreamAndABatchRunDeliversWhereItFormats() throws Exception {
    List<String> delivering = new ArrayList<>(STEPS);
    delivering.add(STEPS.indexOf("WriteResults"), "DeliverResults");
    String routes = "--routes=" + PlannedRun.routes(folder);
    assertThat(
        steps(PlannedRun.of(folder.resolve("stream"), "--streaming=true", routes)), is(delivering));
    assertThat(
        steps(PlannedRun.of(folder.resolve("deliver"), "--deliver=true", routes)), is(STEPS));
    assertThat(steps(PlannedRun.of(folder.resolve("batch"), routes)), is(STEPS));
  }

  /** Rejected records belong to no day: a backfill counts them and does not write them. */
  @Test
  void aBackfillHasTheSameStepsAndNoLinesOfRejectedRecords() throws Exception {
    Pipeline days = PlannedRun.of(folder.resolve("days"), "--from=2017-02-05", "--to=2017-02-06");
    assertThat(steps(days), is(STEPS));
    assertThat(formats(days), is(List.of("WriteResults/FormatSessions")));
    assertThat(
        formats(PlannedRun.of(folder.resolve("all"))),
        is(List.of("WriteResults/FormatSessions", "WriteResults/FormatRejected")));
  }

  /** The steps that format the lines of results. */
  private static List<String> formats(Pipeline pipeline) {
    List<String> names = new ArrayList<>();
    visit(
        pipeline,
        node -> {
          if (node.getFullName().matches("WriteResults/Format[A-Za-z]+")) {
            names.add(node.getFullName());
          }
        });
    return names;
  }

  @Test
  void theWindowFnIsInTheGraphOfBothModes() throws Exception {
    assertThat(windowed(PlannedRun.of(folder.resolve("batch"))), hasItem("SessionWindows"));
    assertThat(
        windowed(PlannedRun.of(folder.resolve("stream"), "--streaming=true")),
        hasItem("SessionWindows"));
  }

  /** The window functions of the steps that assign windows. */
  private static List<String> windowed(Pipeline pipeline) {
    List<String> functions = new ArrayList<>();
    visit(
        pipeline,
        node -> {
          if (node.getTransform() instanceof Window.Assign) {
            for (PValue output : node.getOutputs().values()) {
              functions.add(
                  ((PCollection<?>) output)
                      .getWindowingStrategy()
                      .getWindowFn()
                      .getClass()
                      .getSimpleName());
            }
          }
        });
    return functions;
  }
}
