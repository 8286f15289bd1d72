package dev.sessionbeam.cli;

import dev.sessionbeam.s3.S3StorageOptions;
import dev.sessionbeam.sink.RunId;
import dev.sessionbeam.sink.StagedResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code sessionbeam run}: events from files to sessions in files. */
@Command(
    name = "run",
    description = "Computes sessions: events from files in, sessions to files out.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Any option of Beam or of the runner is a flag as well, such as --parallelism=4 for Flink or"
          + " --targetParallelism=4 for the DirectRunner. Flags are written --name=value."
          + " --flinkMaster=HOST:PORT hands the job to a Flink cluster; see"
          + " runners/flink-cluster/README.md.",
      "",
      "Exit status: 0 done, 1 failed or the ledger does not add up, 2 wrong usage, or no session"
          + " where the output has some (--allowEmpty)."
    })
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--runner",
      paramLabel = "RUNNER",
      description =
          "FlinkRunner (here: inside this process) or DirectRunner. Default: FlinkRunner.")
  private @Nullable String runner;

  @Option(
      names = "--options",
      paramLabel = "FILE",
      description = "A YAML file of options, such as runners/flink-local/options.yaml.")
  private @Nullable Path optionsFile;

  @SuppressWarnings("UnusedVariable") // Logs reads the flag, ahead of any parsing.
  @Option(names = "--verbose", description = "Shows the logs of Beam and of the runner.")
  private boolean verbose;

  @Unmatched private List<String> furtherFlags = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** The command with the flags of our option interfaces. */
  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new RunCommand());
    List<OptionSpec> ours =
        OptionFlags.of(
            InputOptions.class, OutputOptions.class, StreamOptions.class, S3StorageOptions.class);
    List<OptionSpec> general = List.copyOf(spec.options());
    general.forEach(spec::remove);
    ours.forEach(spec::addOption);
    general.forEach(spec::addOption);
    return new CommandLine(spec);
  }

  @Override
  public Integer call() throws UsageException, IOException {
    ScratchFolder.setUp();
    PipelineOptions options = RunArguments.options(flags(), optionsFile);
    FileSystems.setDefaultPipelineOptions(options);
    FlinkCluster.resolvePaths(options);
    PrintWriter err = spec.commandLine().getErr();
    RunPlan plan = RunPlan.of(options, err::println);
    Backfill backfill = plan.backfill();
    if (backfill != null) {
      err.println(backfill.announcement());
    }
    RunId id = RunLeases.runId(plan, options);
    try (RunLeases leases = RunLeases.acquire(plan, options, id)) {
      boolean ended = !FlinkCluster.isUsed(options) || plan.stream() == null;
      try {
        // Between the checks and the lease another run may have written there.
        RunPlan current = plan.lookingAgain(options);
        Optional<Ledger> result = run(current, options, id);
        if (result.isEmpty()) {
          return ExitCode.OK;
        }
        ended = true;
        return conclude(current, result.get(), leases);
      } finally {
        if (ended) {
          leases.release();
        }
      }
    }
  }

  private int conclude(RunPlan plan, Ledger ledger, RunLeases leases) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.println();
    out.print(ledger.table());
    out.println();
    out.flush();
    StagedResults staged = plan.staged();
    if (staged == null) {
      Summary.write(plan, ledger);
    } else {
      leases.requireHeld();
      int status = new BatchEnd(plan, staged, spec.commandLine().getErr()).conclude(ledger);
      if (status != ExitCode.OK) {
        return status;
      }
    }
    Summary.folders(plan).forEach(out::println);
    out.flush();
    return ledger.partial() || ledger.addsUp() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<String> flags() throws UsageException {
    List<String> flags = new ArrayList<>();
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (option.userObject() == null) {
        flags.add(option.longestName() + "=" + option.getValue());
      }
    }
    if (runner != null) {
      flags.add("--runner=" + runner);
    }
    for (String flag : furtherFlags) {
      if (!flag.startsWith("--")) {
        throw new UsageException("'" + flag + "' is no flag; flags are written --name=value");
      }
      flags.add(flag.contains("=") ? flag : flag + "=true");
    }
    return flags;
  }

  /** The ledger; none where a cluster goes on with the job. */
  private Optional<Ledger> run(RunPlan plan, PipelineOptions options, RunId id)
      throws UsageException, IOException {
    boolean goesOn = StreamPlan.goesOn(plan.stream(), options);
    Optional<ClusterRun> cluster = cluster(plan, options);
    if (cluster.isEmpty()) {
      FlinkInside.setUp(options, plan.stream(), RunPipeline.bytes(plan));
    }
    StreamPlan stream = plan.stream();
    if (stream != null) {
      stream.keep(id);
    }
    Pipeline pipeline = RunPipeline.of(plan, options, id);
    Leftovers leftovers = new Leftovers(plan, options, id);
    leftovers.clear(goesOn);
    return cluster.isPresent()
        ? cluster.get().run(pipeline, leftovers)
        : Optional.of(runHere(plan, pipeline, leftovers, goesOn));
  }

  private Optional<ClusterRun> cluster(RunPlan plan, PipelineOptions options)
      throws UsageException, IOException {
    return FlinkCluster.isUsed(options)
        ? Optional.of(
            new ClusterRun(plan, options, FlinkCluster.setUp(options), spec.commandLine().getErr()))
        : Optional.empty();
  }

  private Ledger runHere(RunPlan plan, Pipeline pipeline, Leftovers leftovers, boolean goesOn)
      throws IOException {
    boolean done = false;
    try (Progress ignored = Progress.start(plan.files(), spec.commandLine().getErr())) {
      PipelineResult result = pipeline.run();
      result.waitUntilFinish();
      done = true;
      return plan.backfill() == null
          ? Ledger.of(result, plan.archive() != null, goesOn)
          : Ledger.ofRange(result);
    } finally {
      leftovers.cleanUp(done);
    }
  }
}
