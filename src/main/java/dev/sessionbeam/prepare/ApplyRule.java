package dev.sessionbeam.prepare;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.packing.RecordBatch;
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
import org.jspecify.annotations.Nullable;

/**
 * Applies a {@link Rule} to each record of a batch, and emits a batch of the results and of the
 * rejected records. All steps before the grouping are made of this transform.
 *
 * <p>Metrics, in the namespace of the step's class: {@link #RECORDS_IN} counts the records that
 * come to the step, {@link #RECORDS_OUT} the records that pass, and {@link #RECORDS_REJECTED} the
 * records that this step rejects. A step that leaves out records for another reason counts them
 * itself.
 *
 * @param <I> the input: a batch, or something that becomes batches
 * @param <A> the input of the rule
 * @param <B> the output of the rule
 */
public final class ApplyRule<I, A, B>
    extends PTransform<PCollection<I>, PCollection<RecordBatch<B>>> {
  public static final String RECORDS_IN = "records_in";
  public static final String RECORDS_OUT = "records_out";
  public static final String RECORDS_REJECTED = "records_rejected";

  private final Class<?> step;
  private final SerializableFunction<I, Iterable<RecordBatch<A>>> batches;
  private final Rule<A, Optional<B>> rule;
  private final SerializableFunction<A, RawRecord> record;
  private final Coder<B> coder;

  private ApplyRule(
      Class<?> step,
      SerializableFunction<I, Iterable<RecordBatch<A>>> batches,
      Rule<A, Optional<B>> rule,
      SerializableFunction<A, RawRecord> record,
      Coder<B> coder) {
    this.step = step;
    this.batches = batches;
    this.rule = rule;
    this.record = record;
    this.coder = coder;
  }

  /**
   * Applies a rule to records as they were read.
   *
   * @param step the class that gives the metrics their namespace
   * @param unwrap the path of the records in a record that holds many; null if no record does
   * @param coder the coder of the rule's output
   */
  public static <B> ApplyRule<List<RawRecord>, RawRecord, B> toRecords(
      Class<?> step, @Nullable FieldPath unwrap, Rule<RawRecord, B> rule, Coder<B> coder) {
    return new ApplyRule<>(
        step,
        unwrap == null
            ? records -> List.of(RecordBatch.of(records))
            : new UnwrapRecords(unwrap, step),
        record -> Optional.of(rule.apply(record)),
        record -> record,
        coder);
  }

  /**
   * Applies a rule to the records that passed all earlier steps. The rule may leave out records: it
   * returns an empty result for them.
   *
   * @param step the class that gives the metrics their namespace
   * @param record returns the raw record of an input, which a rejected record keeps
   * @param coder the coder of the rule's output
   */
  public static <A, B> ApplyRule<RecordBatch<A>, A, B> toBatches(
      Class<?> step,
      Rule<A, Optional<B>> rule,
      SerializableFunction<A, RawRecord> record,
      Coder<B> coder) {
    return new ApplyRule<>(step, List::of, rule, record, coder);
  }

  @Override
  public PCollection<RecordBatch<B>> expand(PCollection<I> records) {
    return records
        .apply("Apply", ParDo.of(new RuleFn<>(step, batches, rule, record)))
        .setCoder(RecordBatch.coder(coder));
  }

  private static final class RuleFn<I, A, B> extends DoFn<I, RecordBatch<B>> {
    private final Counter in;
    private final Counter out;
    private final Counter rejected;
    private final SerializableFunction<I, Iterable<RecordBatch<A>>> batches;
    private final Rule<A, Optional<B>> rule;
    private final SerializableFunction<A, RawRecord> record;
    private final RejectionCounter rejections = new RejectionCounter();

    RuleFn(
        Class<?> step,
        SerializableFunction<I, Iterable<RecordBatch<A>>> batches,
        Rule<A, Optional<B>> rule,
        SerializableFunction<A, RawRecord> record) {
      this.batches = batches;
      this.in = Metrics.counter(step, RECORDS_IN);
      this.out = Metrics.counter(step, RECORDS_OUT);
      this.rejected = Metrics.counter(step, RECORDS_REJECTED);
      this.rule = rule;
      this.record = record;
    }

    @ProcessElement
    public void process(@Element I element, OutputReceiver<RecordBatch<B>> receiver) {
      for (RecordBatch<A> records : batches.apply(element)) {
        receiver.output(apply(records));
      }
    }

    private RecordBatch<B> apply(RecordBatch<A> records) {
      List<B> passed = new ArrayList<>(records.passed().size());
      List<RejectedRecord> allRejected = new ArrayList<>(records.rejected());
      for (A item : records.passed()) {
        try {
          Optional<B> result = rule.apply(item);
          if (result.isPresent()) {
            passed.add(result.get());
          }
        } catch (RecordRejectedException e) {
          RejectedRecord one = e.of(record.apply(item));
          rejections.count(one);
          allRejected.add(one);
        }
      }
      in.inc(records.passed().size());
      out.inc(passed.size());
      rejected.inc(allRejected.size() - records.rejected().size());
      return new RecordBatch<>(passed, allRejected);
    }
  }
}
