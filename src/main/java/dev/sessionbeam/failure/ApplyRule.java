package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;

/**
 * Applies a {@link Rule} to each record of a batch, and puts those that it refuses beside the
 * others. What all steps before the grouping are made of.
 *
 * <p>Counts in the namespace of the step's class: {@link #RECORDS_IN} records that came, {@link
 * #RECORDS_OUT} those that passed, {@link #RECORDS_REJECTED} those that this step rejected. (A step
 * that leaves records out for another reason counts these itself.)
 *
 * @param <I> a batch, or what becomes one
 * @param <A> what goes into the rule
 * @param <B> what comes out
 */
public final class ApplyRule<I, A, B>
    extends PTransform<PCollection<I>, PCollection<RecordBatch<B>>> {
  public static final String RECORDS_IN = "records_in";
  public static final String RECORDS_OUT = "records_out";
  public static final String RECORDS_REJECTED = "records_rejected";

  private final Class<?> step;
  private final SerializableFunction<I, RecordBatch<A>> batch;
  private final Rule<A, Optional<B>> rule;
  private final SerializableFunction<A, RawRecord> record;
  private final Coder<B> coder;

  private ApplyRule(
      Class<?> step,
      SerializableFunction<I, RecordBatch<A>> batch,
      Rule<A, Optional<B>> rule,
      SerializableFunction<A, RawRecord> record,
      Coder<B> coder) {
    this.step = step;
    this.batch = batch;
    this.rule = rule;
    this.record = record;
    this.coder = coder;
  }

  /**
   * Applies a rule to records as they were read.
   *
   * @param step whose metrics these are
   * @param coder of what comes out
   */
  public static <B> ApplyRule<List<RawRecord>, RawRecord, B> toRecords(
      Class<?> step, Rule<RawRecord, B> rule, Coder<B> coder) {
    return new ApplyRule<>(
        step, RecordBatch::of, record -> Optional.of(rule.apply(record)), record -> record, coder);
  }

  /**
   * Applies a rule to those that the steps so far let pass. A rule may leave some out.
   *
   * @param step whose metrics these are
   * @param record what a rejection keeps of what went in
   * @param coder of what comes out
   */
  public static <A, B> ApplyRule<RecordBatch<A>, A, B> toBatches(
      Class<?> step,
      Rule<A, Optional<B>> rule,
      SerializableFunction<A, RawRecord> record,
      Coder<B> coder) {
    return new ApplyRule<>(step, records -> records, rule, record, coder);
  }

  @Override
  public PCollection<RecordBatch<B>> expand(PCollection<I> records) {
    return records
        .apply("Apply", ParDo.of(new RuleFn<>(step, batch, rule, record)))
        .setCoder(RecordBatch.coder(coder));
  }

  private static final class RuleFn<I, A, B> extends DoFn<I, RecordBatch<B>> {
    private final Counter in;
    private final Counter out;
    private final Counter rejected;
    private final SerializableFunction<I, RecordBatch<A>> batch;
    private final Rule<A, Optional<B>> rule;
    private final SerializableFunction<A, RawRecord> record;

    RuleFn(
        Class<?> step,
        SerializableFunction<I, RecordBatch<A>> batch,
        Rule<A, Optional<B>> rule,
        SerializableFunction<A, RawRecord> record) {
      this.batch = batch;
      this.in = Metrics.counter(step, RECORDS_IN);
      this.out = Metrics.counter(step, RECORDS_OUT);
      this.rejected = Metrics.counter(step, RECORDS_REJECTED);
      this.rule = rule;
      this.record = record;
    }

    @ProcessElement
    public void process(@Element I element, OutputReceiver<RecordBatch<B>> receiver) {
      RecordBatch<A> records = batch.apply(element);
      List<B> passed = new ArrayList<>(records.passed().size());
      List<Refused> refused = new ArrayList<>(records.rejected());
      for (A item : records.passed()) {
        try {
          rule.apply(item).ifPresent(passed::add);
        } catch (Refusal e) {
          refused.add(e.of(record.apply(item)).counted());
        }
      }
      in.inc(records.passed().size());
      out.inc(passed.size());
      rejected.inc(refused.size() - records.rejected().size());
      receiver.output(new RecordBatch<>(passed, refused));
    }
  }
}
