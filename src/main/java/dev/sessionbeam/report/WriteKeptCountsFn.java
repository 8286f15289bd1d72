package dev.sessionbeam.report;

import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Keeps the counts of days for the next report. */
final class WriteKeptCountsFn extends DoFn<ReportCounts, Void> {
  private static final long serialVersionUID = 1;

  private final DaysState state;
  private final PCollectionView<List<KV<String, Long>>> names;

  WriteKeptCountsFn(DaysState state, PCollectionView<List<KV<String, Long>>> names) {
    this.state = state;
    this.names = names;
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    state.write(context.element(), context.sideInput(names));
  }
}
