package dev.sessionbeam.failure;

import dev.sessionbeam.event.Packer;
import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * Applies a {@link Rule} to each record, in the global window. What the rule lets pass is packed
 * and comes out under {@link #passed}; what it refuses comes out under {@link #REFUSED}, with the
 * record as it was read, and is counted by its reason's code in this class's namespace.
 */
public final class TryMap<A, B> extends PTransform<PCollection<List<RawRecord>>, PCollectionTuple> {
  /** Refused records. */
  public static final TupleTag<Refused> REFUSED = new TupleTag<>("refused");

  private final Rule<RawRecord, A> rule;
  private final Packer<A, B> packer;
  private final TupleTag<B> passed;
  private final Coder<B> coder;

  private TryMap(Rule<RawRecord, A> rule, Packer<A, B> packer, TupleTag<B> passed, Coder<B> coder) {
    this.rule = rule;
    this.packer = packer;
    this.passed = passed;
    this.coder = coder;
  }

  /**
   * Applies the rule to each record.
   *
   * @param passed the tag of what comes out
   * @param coder of what comes out
   */
  public static <A, B> TryMap<A, B> of(
      Rule<RawRecord, A> rule, Packer<A, B> packer, TupleTag<B> passed, Coder<B> coder) {
    return new TryMap<>(rule, packer, passed, coder);
  }

  @Override
  public PCollectionTuple expand(PCollection<List<RawRecord>> records) {
    PCollectionTuple outputs =
        records.apply(
            "Try",
            ParDo.of(new TryFn<>(rule, packer)).withOutputTags(passed, TupleTagList.of(REFUSED)));
    outputs.get(passed).setCoder(coder);
    outputs.get(REFUSED).setCoder(RefusedCoder.of());
    return outputs;
  }

  private static final class TryFn<A, B> extends DoFn<List<RawRecord>, B> {
    private final Rule<RawRecord, A> rule;
    private final Packer<A, B> packer;

    TryFn(Rule<RawRecord, A> rule, Packer<A, B> packer) {
      this.rule = rule;
      this.packer = packer;
    }

    @ProcessElement
    public void process(
        @Element List<RawRecord> records, MultiOutputReceiver out, OutputReceiver<B> passed) {
      for (RawRecord record : records) {
        try {
          packer.add(
              rule.apply(record),
              packed -> passed.outputWithTimestamp(packed, packer.timestamp(packed)));
        } catch (Refusal e) {
          out.get(REFUSED).output(e.of(record).counted());
        }
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      packer.flush(
          packed -> context.output(packed, packer.timestamp(packed), GlobalWindow.INSTANCE));
    }

    /** What is packed has been gathered from many elements, the first ones at any time before. */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }
  }
}
