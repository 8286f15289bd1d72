package dev.sessionbeam.cli;

import dev.sessionbeam.s3.S3Leftovers;
import dev.sessionbeam.sink.ExistingOutput;
import dev.sessionbeam.sink.OutputFolder;
import dev.sessionbeam.sink.StagedResults;
import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;

/** What must not stay in the folders that a run writes to: of killed runs, and of this one. */
final class Leftovers {
  private Leftovers() {}

  /**
   * Before a run: deletes what killed runs have left, and before a stream what it replaces.
   *
   * @param goesOn whether a stream goes on from a checkpoint
   */
  static void clear(RunPlan plan, PipelineOptions options, boolean goesOn) throws IOException {
    StagedResults staged = plan.staged();
    if (staged != null) {
      staged.clearLeftovers();
      S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
      return;
    }
    if (goesOn) {
      plan.existing().deleteTemporary();
    } else {
      plan.existing().deleteOwn();
    }
    S3Leftovers.abort(options, plan.output().root(), OutputFolder::isOwn);
    OutputFolder archive = plan.archive();
    if (archive != null) {
      ExistingOutput.temporaryIn(archive).deleteTemporary();
      S3Leftovers.abort(options, archive.root(), OutputFolder::isTemporary);
    }
  }

  /** After a batch run that failed: deletes what it has staged. */
  static void discard(RunPlan plan, StagedResults staged, PipelineOptions options)
      throws IOException {
    staged.clear();
    S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
  }

  /**
   * After a run in this process.
   *
   * @param done whether it came to its end; what a batch run has staged is needed then
   */
  static void cleanUp(RunPlan plan, PipelineOptions options, boolean done) throws IOException {
    StagedResults staged = plan.staged();
    if (staged == null) {
      cleanUpStream(plan, options, done);
    } else if (!done) {
      discard(plan, staged, options);
    }
  }

  private static void cleanUpStream(RunPlan plan, PipelineOptions options, boolean done)
      throws IOException {
    StreamPlan stream = plan.stream();
    Checkpoints checkpoints = stream == null ? null : stream.checkpoints();
    if (done) {
      plan.deleteTemporary();
      if (checkpoints != null) {
        // To go on from one of them now would write everything behind it once more.
        checkpoints.delete();
      }
    } else if (checkpoints == null) {
      // Whatever got its name already is a part of a result that will never be whole.
      ExistingOutput.in(plan.output()).deleteOwn();
      S3Leftovers.abort(options, plan.output().root(), OutputFolder::isOwn);
    }
  }
}
