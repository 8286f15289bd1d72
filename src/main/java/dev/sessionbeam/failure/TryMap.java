package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Applies a {@link Rule} to each element. What the rule lets pass goes on; what it refuses joins
 * the refusals, with the record as it was read, and is counted by its reason's code in this class's
 * namespace.
 */
public final class TryMap<A, B> extends PTransform<PCollection<A>, PCollection<B>> {
  private final Stage stage;
  private final Rule<A, B> rule;
  private final SerializableFunction<A, RawRecord> raw;
  private final Coder<B> coder;
  private final transient List<PCollection<Refused>> refusals;

  private TryMap(
      Stage stage,
      Rule<A, B> rule,
      SerializableFunction<A, RawRecord> raw,
      Coder<B> coder,
      List<PCollection<Refused>> refusals) {
    this.stage = stage;
    this.rule = rule;
    this.raw = raw;
    this.coder = coder;
    this.refusals = refusals;
  }

  /**
   * The step that a rule makes.
   *
   * @param stage the step's name in a refusal
   * @param raw the record behind an element
   * @param coder of what comes out
   * @param refusals where the refused records' collection is added when the transform is applied
   */
  public static <A, B> TryMap<A, B> of(
      Stage stage,
      Rule<A, B> rule,
      SerializableFunction<A, RawRecord> raw,
      Coder<B> coder,
      List<PCollection<Refused>> refusals) {
    return new TryMap<>(stage, rule, raw, coder, refusals);
  }

  @Override
  public PCollection<B> expand(PCollection<A> input) {
    TupleTag<B> passed = new TupleTag<>("passed");
    TupleTag<Refused> refused = new TupleTag<>("refused");
    PCollectionTuple outputs =
        input.apply(
            "Try",
            ParDo.of(new TryFn<>(stage, rule, raw, refused))
                .withOutputTags(passed, TupleTagList.of(refused)));
    refusals.add(outputs.get(refused).setCoder(RefusedCoder.of()));
    return outputs.get(passed).setCoder(coder);
  }

  private static final class TryFn<A, B> extends DoFn<A, B> {
    private final Stage stage;
    private final Rule<A, B> rule;
    private final SerializableFunction<A, RawRecord> raw;
    private final TupleTag<Refused> refused;

    TryFn(
        Stage stage,
        Rule<A, B> rule,
        SerializableFunction<A, RawRecord> raw,
        TupleTag<Refused> refused) {
      this.stage = stage;
      this.rule = rule;
      this.raw = raw;
      this.refused = refused;
    }

    @ProcessElement
    public void process(@Element A input, MultiOutputReceiver out, OutputReceiver<B> passed) {
      try {
        passed.output(rule.apply(input));
      } catch (Refusal e) {
        Metrics.counter(TryMap.class, e.reason().code()).inc();
        out.get(refused)
            .output(new Refused(raw.apply(input), e.reason(), stage, e.getMessage(), e.field()));
      }
    }
  }
}
