package dev.sessionbeam.bench;

import static dev.sessionbeam.bench.Step.CHECKPOINT;
import static dev.sessionbeam.bench.Step.CLEAN;
import static dev.sessionbeam.bench.Step.CLOCK;
import static dev.sessionbeam.bench.Step.COLLECTION;
import static dev.sessionbeam.bench.Step.COMPILERS;
import static dev.sessionbeam.bench.Step.CUT;
import static dev.sessionbeam.bench.Step.ENGINE;
import static dev.sessionbeam.bench.Step.ENRICH;
import static dev.sessionbeam.bench.Step.FILTER;
import static dev.sessionbeam.bench.Step.FORMAT;
import static dev.sessionbeam.bench.Step.GATHER;
import static dev.sessionbeam.bench.Step.NETWORK;
import static dev.sessionbeam.bench.Step.OTHER;
import static dev.sessionbeam.bench.Step.PACK;
import static dev.sessionbeam.bench.Step.REJECT_LATE;
import static dev.sessionbeam.bench.Step.SOURCE;
import static dev.sessionbeam.bench.Step.START;
import static dev.sessionbeam.bench.Step.WRITE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the step that a sample of a thread belongs to. Steps call each other, and all of them use
 * the same classes for JSON, coders and state. So the step is that of the innermost call whose
 * class belongs to one.
 */
final class StepRules {
  private static final String OURS = "dev.sessionbeam.";
  private static final String BEAM = "org.apache.beam.";
  private static final String FLINK = "org.apache.flink.";

  /** Classes by the beginning of their names; the longest beginning counts. */
  private static final Map<String, Step> CLASSES = new HashMap<>();

  /** Threads by the beginning of their names, whatever they run. */
  private static final Map<String, Step> THREADS =
      Map.of(
          "main", START,
          "preload-definition", START,
          "AsyncOperations", CHECKPOINT,
          "GC Thread", COLLECTION,
          "VM Thread", COLLECTION,
          "C1 Compiler", COMPILERS,
          "C2 Compiler", COMPILERS);

  static {
    add(CLOCK, OURS, "RecordTimes", "UnwrappedTimes");
    add(SOURCE, OURS, "io.");
    add(SOURCE, BEAM, "sdk.io.aws2.kinesis.");
    add(
        FILTER,
        OURS,
        "prepare.Filter",
        "prepare.Validate",
        "prepare.Unwrap",
        "prepare.CheckRecord");
    add(FILTER, OURS, "prepare.CheckSchema");
    add(CLEAN, OURS, "prepare.Clean", "prepare.FieldCleaner", "prepare.ComputeRoles");
    add(CLEAN, OURS, "prepare.CheckTime", "prepare.TimeValue");
    add(ENRICH, OURS, "prepare.Enrich");
    add(PACK, OURS, "session.PackByMachine", "session.PackByBucket", "packing.GatheringFn");
    add(REJECT_LATE, OURS, "session.RejectLate");
    add(GATHER, OURS, "session.GatherByMachine", "session.MergeWindowsFn", "session.GroupByWindow");
    add(GATHER, OURS, "session.LimitMachines", "session.MachineState", "session.MachineWindows");
    add(GATHER, BEAM, "runners.core.ReduceFnRunner", "runners.core.GroupAlsoByWindow");
    add(GATHER, BEAM, "runners.flink.translation.functions.HashingFlinkCombineRunner");
    add(CUT, OURS, "session.CutSessions", "session.SessionCutter", "session.Revision");
    add(FORMAT, OURS, "output.Format", "output.SessionLines", "output.SessionId");
    add(FORMAT, OURS, "output.LinesBuffer");
    add(WRITE, OURS, "output.Compress", "output.LinesSink", "output.ParquetSink", "output.Write");
    add(WRITE, OURS, "output.Count", "publish.");
    add(WRITE, BEAM, "sdk.io.WriteFiles", "sdk.io.FileIO", "sdk.io.FileBasedSink");
    add(CHECKPOINT, FLINK, "runtime.state.SnapshotStrategyRunner", "runtime.checkpoint.");
    add(CHECKPOINT, FLINK, "streaming.runtime.tasks.SubtaskCheckpointCoordinator");
    add(CHECKPOINT, FLINK, "streaming.runtime.tasks.AsyncCheckpointRunnable");
    add(NETWORK, FLINK, "runtime.io.network.", "streaming.runtime.io.RecordWriterOutput");
    add(NETWORK, FLINK, "runtime.operators.sort.", "shaded.netty4.");
  }

  private StepRules() {}

  private static void add(Step step, String in, String... beginnings) {
    for (String beginning : beginnings) {
      CLASSES.put(in + beginning, step);
    }
  }

  /** Returns the beginnings of the names of sessionbeam's own classes that have a rule. */
  static List<String> ownClasses() {
    return CLASSES.keySet().stream().filter(beginning -> beginning.startsWith(OURS)).toList();
  }

  /** Returns the step of everything that a thread does; empty if that depends on its calls. */
  static Optional<Step> ofThread(String name) {
    return THREADS.entrySet().stream()
        .filter(rule -> name.startsWith(rule.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /**
   * Returns the step of a sample.
   *
   * @param calls the names of the classes on the stack, the innermost call first
   */
  static Step ofCalls(List<String> calls) {
    @Nullable Step found = null;
    for (String call : calls) {
      @Nullable Step step = ofClass(call);
      if (step == CLOCK) {
        return CLOCK;
      }
      if (found == null) {
        found = step;
      }
      // The clock of the source prepares records too. Its call is before that of any DoFn.
      if (found != null && (!found.isPreparation() || call.contains("$DoFnInvoker"))) {
        return found;
      }
    }
    return found == null ? ofEngine(calls) : found;
  }

  private static Step ofEngine(List<String> calls) {
    boolean engine =
        calls.stream().anyMatch(call -> call.startsWith(BEAM) || call.startsWith(FLINK));
    return engine ? ENGINE : OTHER;
  }

  private static @Nullable Step ofClass(String name) {
    String longest = "";
    for (String beginning : CLASSES.keySet()) {
      if (beginning.length() > longest.length() && name.startsWith(beginning)) {
        longest = beginning;
      }
    }
    return CLASSES.get(longest);
  }
}
