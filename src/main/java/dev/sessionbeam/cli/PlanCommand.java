package dev.sessionbeam.cli;

import dev.sessionbeam.plan.Measured;
import dev.sessionbeam.plan.Plan;
import dev.sessionbeam.plan.PlanJson;
import dev.sessionbeam.plan.PlanText;
import dev.sessionbeam.plan.Prices;
import dev.sessionbeam.plan.PricesReader;
import dev.sessionbeam.plan.Workload;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.RunPlan;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam plan}: prints what a load needs. */
@Command(
    name = "plan",
    description = {
      "Prints what a load needs: shards, delay, Flink slots, state, files and S3 requests, and with"
          + " --prices the costs. Each line has its arithmetic.",
      "It reads files only, and asks nothing over a network. See docs/plan.md."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 done, also with warnings; 2 wrong usage."})
final class PlanCommand implements Callable<Integer> {
  @Mixin private PlanLoadFlags load;
  @Mixin private PlanSessionFlags sessions;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "A YAML file of prices, such as a copy of pipelines/prices.example.yaml. Adds the costs of"
              + " a month.")
  private @Nullable String prices;

  @Option(names = "--json", description = "Prints one line of JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  private final Measured measured;

  /** Plans with the figures of the page on performance. */
  PlanCommand() {
    this(Measured.ofThePage());
  }

  PlanCommand(Measured measured) {
    this.measured = measured;
  }

  @Override
  public Integer call() throws UsageException {
    List<String> faults = new ArrayList<>();
    Workload workload = load.read(faults);
    PlanSessionFlags.Loads loads = sessions.read(load, faults);
    Prices known = prices == null ? null : prices(prices, faults);
    if (workload == null || loads == null || !faults.isEmpty()) {
      throw new UsageException(faults.stream().distinct().toList());
    }
    Plan plan = Plan.of(workload, loads.sessions(), loads.output(), known, measured);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? PlanJson.of(plan) : PlanText.of(plan));
    out.flush();
    return ExitCode.OK;
  }

  private static @Nullable Prices prices(String file, List<String> faults) {
    String fault = PathFlags.fault("--prices", file).orElse(null);
    if (fault != null) {
      faults.add(fault);
      return null;
    }
    try {
      return PricesReader.read(Path.of(file), faults);
    } catch (IOException e) {
      faults.add("--prices: cannot read " + file + ": " + RunPlan.describe(file, e));
      return null;
    }
  }
}
