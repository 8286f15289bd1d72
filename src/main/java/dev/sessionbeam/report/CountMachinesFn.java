package dev.sessionbeam.report;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Counts what the machines of a bundle did: on days whose state is kept, and after them. */
final class CountMachinesFn extends DoFn<MachineEvents, ReportCounts> {
  /** The counts of other days, and of what is known only at the end. */
  static final TupleTag<ReportCounts> LAST = new TupleTag<>() {};

  /** The counts of kept days. */
  static final TupleTag<ReportCounts> KEPT = new TupleTag<>() {};

  /** The machines' states after the kept days, if they are kept. */
  static final TupleTag<StoredPart> STATES = new TupleTag<>() {};

  private static final long serialVersionUID = 1;

  private final ReportTask task;
  private final PCollectionView<List<KV<String, Long>>> names;
  private transient @Nullable ReportCounts kept;
  private transient @Nullable ReportCounts last;
  private transient @Nullable Map<String, Integer> numbers;

  CountMachinesFn(ReportTask task, PCollectionView<List<KV<String, Long>>> names) {
    this.task = task;
    this.names = names;
  }

  @StartBundle
  public void startBundle() {
    kept = null;
    last = null;
    numbers = null;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    ReportCounts ofKept = kept;
    ReportCounts ofLast = last;
    Map<String, Integer> known = numbers;
    if (ofKept == null || ofLast == null || known == null) {
      ofKept = new ReportCounts(task);
      ofLast = new ReportCounts(task);
      known = ActionNames.numbers(context.sideInput(names));
      kept = ofKept;
      last = ofLast;
      numbers = known;
    }
    MachineEvents machine = context.element();
    MachineState state = ofKept.addKept(machine, known);
    if (task.keep() != null && (state.hasEvents() || !state.replaced().isEmpty())) {
      context.output(STATES, state);
    }
    ofLast.addLast(machine, state, known);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    ReportCounts ofKept = kept;
    ReportCounts ofLast = last;
    if (ofKept != null && ofLast != null) {
      context.output(KEPT, ofKept, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
      context.output(LAST, ofLast, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    kept = null;
    last = null;
  }
}
