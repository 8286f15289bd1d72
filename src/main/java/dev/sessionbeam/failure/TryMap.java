package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Applies a {@link Rule} to each record. What the rule lets pass comes out under {@link #passed};
 * what it refuses comes out under {@link #REFUSED}, with the record as it was read, and is counted
 * by its reason's code in this class's namespace.
 */
public final class TryMap<T> extends PTransform<PCollection<RawRecord>, PCollectionTuple> {
  /** Refused records. */
  public static final TupleTag<Refused> REFUSED = new TupleTag<>("refused");

  private final Rule<RawRecord, T> rule;
  private final TupleTag<T> passed;
  private final Coder<T> coder;

  private TryMap(Rule<RawRecord, T> rule, TupleTag<T> passed, Coder<T> coder) {
    this.rule = rule;
    this.passed = passed;
    this.coder = coder;
  }

  /**
   * Applies the rule to each record.
   *
   * @param passed the tag of what comes out
   * @param coder of what comes out
   */
  public static <T> TryMap<T> of(Rule<RawRecord, T> rule, TupleTag<T> passed, Coder<T> coder) {
    return new TryMap<>(rule, passed, coder);
  }

  @Override
  public PCollectionTuple expand(PCollection<RawRecord> records) {
    PCollectionTuple outputs =
        records.apply(
            "Try", ParDo.of(new TryFn<>(rule)).withOutputTags(passed, TupleTagList.of(REFUSED)));
    outputs.get(passed).setCoder(coder);
    outputs.get(REFUSED).setCoder(RefusedCoder.of());
    return outputs;
  }

  private static final class TryFn<T> extends DoFn<RawRecord, T> {
    private final Rule<RawRecord, T> rule;

    TryFn(Rule<RawRecord, T> rule) {
      this.rule = rule;
    }

    @ProcessElement
    public void process(
        @Element RawRecord record, MultiOutputReceiver out, OutputReceiver<T> passed) {
      try {
        passed.output(rule.apply(record));
      } catch (Refusal e) {
        Metrics.counter(TryMap.class, e.reason().code()).inc();
        out.get(REFUSED).output(e.of(record));
      }
    }
  }
}
