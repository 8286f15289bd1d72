package dev.sessionbeam.run;

import dev.sessionbeam.deliver.route.KeptRoutes;
import dev.sessionbeam.io.s3.S3Leftovers;
import dev.sessionbeam.publish.ExistingOutput;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedFiles;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.time.Instant;
import org.apache.beam.sdk.options.PipelineOptions;

/** Deletes what killed runs, and this run, leave in the folders that a run writes to. */
final class Leftovers {
  private final RunPlan plan;
  private final PipelineOptions options;
  private final RunId run;

  /**
   * Creates it for a run.
   *
   * @param run the id of the run, which is in the names of the files that a stream stages
   */
  Leftovers(RunPlan plan, PipelineOptions options, RunId run) {
    this.plan = plan;
    this.options = options;
    this.run = run;
  }

  /**
   * Deletes, before a run, what killed runs have left and, if a stream starts afresh, the results
   * that it replaces.
   *
   * @param resumes whether a stream resumes from a checkpoint, which may name staged files
   */
  void clear(boolean resumes) throws IOException {
    StagedResults staged = plan.staged();
    if (staged != null) {
      staged.clearLeftovers();
      S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
      return;
    }
    if (!resumes) {
      // Streams that wrote here before must not resume beside this one.
      UnfinishedStreams.in(plan.output()).endAll();
      deleteOldStaged();
      plan.existing().deleteOwn();
    }
    abortUploads();
  }

  /** Deletes staged files of streams that did not end and that are too old to be resumed. */
  private void deleteOldStaged() throws IOException {
    StreamPlan stream = plan.stream();
    if (stream != null) {
      for (OutputFolder folder : plan.streamed()) {
        StagedFiles.in(folder).deleteOlderThan(stream.stagedRetention(), Instant.now());
      }
    }
  }

  /** Aborts uploads of this stream's earlier attempts only: other runs may be writing. */
  private void abortUploads() {
    for (OutputFolder folder : plan.streamed()) {
      S3Leftovers.abort(options, folder.root(), file -> StagedFiles.isOf(run, file));
    }
  }

  /** Deletes what a batch run that failed has staged. */
  void discard(StagedResults staged) throws IOException {
    staged.clear();
    S3Leftovers.abort(options, plan.output().root(), staged::isUpload);
  }

  /**
   * Cleans up after a run in this process.
   *
   * @param done whether the run reached its end; the staged results of a batch run are then still
   *     needed
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
      if (checkpoints != null) {
        // A run that resumed from one of them now would write everything after it again. They are
        // deleted first: with one of them, but without its note, a run cannot resume.
        checkpoints.delete();
      }
      deleteStaged();
    } else if (checkpoints == null) {
      // The files that are published already belong to a result that can never be completed.
      ExistingOutput.in(plan.output()).deleteOwn();
      deleteStaged();
    }
  }

  /** Deletes, after a stream has ended, what all of its attempts have staged. */
  void deleteStaged() throws IOException {
    if (plan.delivery() != null) {
      KeptRoutes.in(plan.output().temporary(), options).delete();
    }
    for (OutputFolder folder : plan.streamed()) {
      UnfinishedStreams.in(folder).end(run);
      StagedFiles.in(folder).delete(run);
    }
    abortUploads();
  }
}
