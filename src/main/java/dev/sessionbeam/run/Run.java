package dev.sessionbeam.run;

import dev.sessionbeam.io.file.InputSnapshot;
import dev.sessionbeam.io.file.ReadFaults;
import dev.sessionbeam.io.file.UnreadableInputException;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * Turns options into results and an exit status: makes the plan, acquires the leases, runs the job
 * in this process or submits it to a cluster, and ends with the ledger.
 */
public final class Run {
  private static final int DONE = 0;

  private final PipelineOptions options;
  private final PrintWriter out;
  private final PrintWriter err;

  private Run(PipelineOptions options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs to the end, or until a cluster has accepted the job.
   *
   * @param out gets the ledger and the places of the results
   * @param err gets the messages during the run
   * @return the exit status: 0 done; 1 failed, the ledger does not add up, or too many records were
   *     rejected; 2 no session although the output has some
   * @throws UsageException if the options are wrong. Nothing was changed then, except that the
   *     unfinished swap of a killed run may have been finished
   */
  public static int of(PipelineOptions options, PrintWriter out, PrintWriter err)
      throws UsageException, IOException {
    return new Run(options, out, err).call();
  }

  private int call() throws UsageException, IOException {
    PathFlags.check(options);
    FileSystems.setDefaultPipelineOptions(options);
    FlinkCluster.resolvePaths(options);
    RunPlan plan = RunPlan.of(options, err::println);
    InputSnapshot input = snapshot(plan);
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      err.println(backfill.announcement());
    }
    RunId id = RunLeases.runId(plan, options);
    // A lease would be taken from the attempt of the run that may still be at work.
    if (!ResumeCheck.check(plan, options, id)) {
      if (ApplicationCluster.of(options).isPresent()) {
        // Nobody would read a note, and the sessions would go on in a folder without the former
        // ones.
        throw new UsageException(
            "--output: "
                + plan.output().root()
                + " does not hold the note of the stream that "
                + ApplicationFlags.SAVEPOINT
                + " resumes: give the output that this stream wrote to, with its hidden folder"
                + " .sessionbeam-temporary/");
      }
      err.println(
          "Note: it is not known what the run was that is resumed, because an earlier version wrote"
              + " the checkpoint, or its output is not this one. So nothing was compared: make sure"
              + " that the output and the fields of id, machine and time are the same.");
    }
    try (RunLeases leases = RunLeases.acquire(plan, options, id)) {
      // A job that was sent to a cluster may run although this process got an error.
      boolean ended =
          !FlinkCluster.isUsed(options)
              || plan.stream() == null
              || ApplicationCluster.of(options).isPresent();
      try {
        // Between the checks and the lease, another run may have written there.
        RunPlan current = plan.lookingAgain(options);
        ResumeCheck.check(current, options, id);
        Optional<Ledger> result = job(current, id);
        if (result.isEmpty()) {
          ended = false;
          return DONE;
        }
        ended = true;
        Ledger ledger = result.get();
        return new RunEnd(current, options, leases, out, err)
            .conclude(ledger.with(ledger.findings().with(input.changes())));
      } finally {
        if (ended) {
          leases.release();
        }
      }
    }
  }

  private InputSnapshot snapshot(RunPlan plan) throws IOException {
    List<String> inputs = options.as(InputOptions.class).getInput();
    return InputSnapshot.of(inputs == null ? List.of() : inputs, plan.files());
  }

  /** Runs the job. The ledger is empty if the job continues on a cluster. */
  private Optional<Ledger> job(RunPlan plan, RunId id) throws UsageException, IOException {
    boolean resumes = StreamPlan.goesOn(plan.stream(), options);
    Optional<JobSubmission> cluster = cluster(plan);
    if (cluster.isEmpty()) {
      EmbeddedFlink.setUp(options, plan.stream(), RunPipeline.bytes(plan));
    }
    Pipeline pipeline = RunPipeline.of(plan, options, id);
    Leftovers leftovers = new Leftovers(plan, options, id);
    leftovers.clear(resumes);
    StreamPlan stream = plan.stream();
    if (stream != null && stream.settings().durable()) {
      begin(stream, StreamIdentity.of(plan, stream, id), plan.streamed(), id);
    }
    return cluster.isPresent()
        ? cluster.get().run(pipeline, leftovers)
        : Optional.of(runHere(plan, pipeline, leftovers, resumes));
  }

  /**
   * Notes where the stream writes, and with its checkpoints, what it is: for a run that resumes it.
   */
  private static void begin(
      StreamPlan stream, StreamIdentity identity, List<OutputFolder> folders, RunId id)
      throws IOException {
    for (OutputFolder folder : folders) {
      UnfinishedStreams notes = UnfinishedStreams.in(folder);
      if (notes.description(id).isEmpty()) {
        notes.begin(id, StreamIdentityJson.write(identity));
      }
    }
    // At last: with it, a resume needs the notes.
    stream.keep(identity);
  }

  private Optional<JobSubmission> cluster(RunPlan plan) throws UsageException, IOException {
    Optional<ApplicationCluster> application = ApplicationCluster.of(options);
    if (application.isPresent()) {
      return Optional.of(ApplicationRun.of(application.get(), options, err));
    }
    return FlinkCluster.isUsed(options)
        ? Optional.of(new ClusterRun(plan, options, FlinkCluster.setUp(options), err))
        : Optional.empty();
  }

  /**
   * Starts the job. A value that only the runner reads, such as 0 tasks, is a fault of its flag.
   */
  private PipelineResult start(Pipeline pipeline) throws UsageException {
    try {
      return pipeline.run();
    } catch (IllegalArgumentException | IllegalConfigurationException e) {
      List<String> flags = FlagModes.ofTheRunner(options);
      if (flags.isEmpty()) {
        throw e;
      }
      throw new UsageException(
          "the runner does not accept " + String.join(" ", flags) + ": " + FlagFault.reason(e));
    }
  }

  private Ledger runHere(RunPlan plan, Pipeline pipeline, Leftovers leftovers, boolean resumes)
      throws UsageException, IOException {
    boolean done = false;
    ReadFaults.forget();
    try (Progress ignored = Progress.start(plan.files(), err)) {
      PipelineResult result = start(pipeline);
      result.waitUntilFinish();
      done = true;
      return plan.backfill() == null
          ? Ledger.of(result, plan.archive() != null, resumes)
          : Ledger.ofRange(result);
    } catch (RuntimeException e) {
      Optional<UnreadableInputException> cause = LostOperatorEvent.cause(e);
      if (cause.isPresent()) {
        throw cause.get();
      }
      throw e;
    } finally {
      leftovers.cleanUp(done);
    }
  }
}
