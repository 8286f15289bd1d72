package dev.sessionbeam.report;

import org.apache.beam.sdk.transforms.Combine;

/** Adds the counts of all bundles. */
final class AddCountsFn extends Combine.CombineFn<ReportCounts, ReportCounts, ReportCounts> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;

  AddCountsFn(ReportTask task) {
    this.task = task;
  }

  @Override
  public ReportCounts createAccumulator() {
    return new ReportCounts(task);
  }

  @Override
  public ReportCounts addInput(ReportCounts sum, ReportCounts more) {
    sum.add(more);
    return sum;
  }

  @Override
  public ReportCounts mergeAccumulators(Iterable<ReportCounts> sums) {
    ReportCounts all = createAccumulator();
    sums.forEach(all::add);
    return all;
  }

  @Override
  public ReportCounts extractOutput(ReportCounts sum) {
    return sum;
  }
}
