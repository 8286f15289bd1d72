package dev.sessionbeam.report;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;

/** Counts what the machines of a bundle did. */
final class CountMachinesFn extends DoFn<MachineEvents, ReportCounts> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;
  private final PCollectionView<List<KV<String, Long>>> names;
  private transient @Nullable ReportCounts counts;
  private transient @Nullable Map<String, Integer> numbers;

  CountMachinesFn(ReportTask task, PCollectionView<List<KV<String, Long>>> names) {
    this.task = task;
    this.names = names;
  }

  @StartBundle
  public void startBundle() {
    counts = null;
    numbers = null;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    ReportCounts current = counts;
    if (current == null) {
      current = new ReportCounts(task);
      counts = current;
    }
    Map<String, Integer> known = numbers;
    if (known == null) {
      known = ActionNames.numbers(context.sideInput(names));
      numbers = known;
    }
    current.add(context.element(), known);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    ReportCounts all = counts;
    if (all != null) {
      context.output(all, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    counts = null;
  }
}
