package dev.sessionbeam.cli;

import dev.sessionbeam.s3.S3Leftovers;
import dev.sessionbeam.sink.ExistingOutput;
import dev.sessionbeam.sink.OutputFolder;
import dev.sessionbeam.sink.RunId;
import dev.sessionbeam.sink.StagedFiles;
import dev.sessionbeam.sink.StagedResults;
import java.io.IOException;
import java.time.Instant;
import org.apache.beam.sdk.options.PipelineOptions;

/** What must not stay in the folders that a run writes to: of killed runs, and of this one. */
final class Leftovers {
  private final RunPlan plan;
  private final PipelineOptions options;
  private final RunId run;

  /**
   * Those of a run.
   *
   * @param run its id: what a stream stages has it in its name
   */
  Leftovers(RunPlan plan, PipelineOptions options, RunId run) {
    this.plan = plan;
    this.options = options;
    this.run = run;
  }

  /**
   * Before a run: deletes what killed runs have left, and before a stream what it replaces.
   *
   * @param goesOn whether a stream goes on from a checkpoint, which may know of what was staged
   */
  void clear(boolean goesOn) throws IOException {
    StagedResults staged = plan.staged();
    if (staged != null) {
      staged.clearLeftovers();
      S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
      return;
    }
    if (!goesOn) {
      deleteOldStaged();
      plan.existing().deleteOwn();
    }
    abortUploads();
  }

  /** What streams have staged that never ended, and that nobody will resume. */
  private void deleteOldStaged() throws IOException {
    StreamPlan stream = plan.stream();
    if (stream != null) {
      for (OutputFolder folder : plan.streamed()) {
        StagedFiles.in(folder).deleteOlderThan(stream.stagedRetention(), Instant.now());
      }
    }
  }

  /** Of a stream's own earlier attempts; others may be at work. */
  private void abortUploads() {
    for (OutputFolder folder : plan.streamed()) {
      S3Leftovers.abort(options, folder.root(), file -> StagedFiles.isOf(run, file));
    }
  }

  /** After a batch run that failed: deletes what it has staged. */
  void discard(StagedResults staged) throws IOException {
    staged.clear();
    S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
  }

  /**
   * After a run in this process.
   *
   * @param done whether it came to its end; what a batch run has staged is needed then
   */
  void cleanUp(boolean done) throws IOException {
    StagedResults staged = plan.staged();
    if (staged == null) {
      cleanUpStream(done);
    } else if (!done) {
      discard(staged);
    }
  }

  private void cleanUpStream(boolean done) throws IOException {
    StreamPlan stream = plan.stream();
    Checkpoints checkpoints = stream == null ? null : stream.checkpoints();
    if (done) {
      deleteStaged();
      if (checkpoints != null) {
        // To go on from one of them now would write everything behind it once more.
        checkpoints.delete();
      }
    } else if (checkpoints == null) {
      // Whatever got its name already is a part of a result that will never be whole.
      ExistingOutput.in(plan.output()).deleteOwn();
      deleteStaged();
    }
  }

  /** After a stream that has ended: deletes what any of its attempts has staged. */
  void deleteStaged() throws IOException {
    for (OutputFolder folder : plan.streamed()) {
      StagedFiles.in(folder).delete(run);
    }
    abortUploads();
  }
}
