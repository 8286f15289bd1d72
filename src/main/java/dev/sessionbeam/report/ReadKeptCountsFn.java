package dev.sessionbeam.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionView;

/** Reads the counts of earlier days, and gives the actions their numbers of now. */
final class ReadKeptCountsFn extends DoFn<DaysState, ReportCounts> {
  private static final long serialVersionUID = 1;

  private final PCollectionView<List<KV<String, Long>>> names;

  ReadKeptCountsFn(PCollectionView<List<KV<String, Long>>> names) {
    this.names = names;
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    DaysState.Named kept = context.element().counts();
    Map<String, Integer> numbers = ActionNames.numbers(context.sideInput(names));
    kept.counts()
        .renumber(
            kept.names().stream()
                .mapToInt(name -> numbers.getOrDefault(name, ActionCounts.OTHER))
                .toArray());
    context.output(kept.counts());
  }

  /** Emits how often each action occurred on earlier days. */
  static final class KeptActionsFn extends DoFn<DaysState, KV<String, Long>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element DaysState state, OutputReceiver<KV<String, Long>> out)
        throws IOException {
      DaysState.Named kept = state.counts();
      for (int i = 0; i < kept.names().size(); i++) {
        out.output(KV.of(kept.names().get(i), kept.events().get(i)));
      }
    }
  }
}
