package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.event.TimedEventCoder;
import dev.sessionbeam.packing.RecordBatch;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Emits the cleaned events that the definition keeps, and counts the others. An event for which the
 * condition has no value is kept. See docs/semantics.md, section 2, step 4.
 *
 * <p>Metrics, in this class's namespace: {@link ApplyRule#RECORDS_IN}, {@link
 * ApplyRule#RECORDS_OUT} and {@link #FILTERED}.
 */
public final class FilterEvents
    extends PTransform<PCollection<RecordBatch<TimedEvent>>, PCollection<RecordBatch<TimedEvent>>> {
  /** Counts the events that the definition leaves out on purpose. */
  public static final String FILTERED = "filtered";

  private final @Nullable CountedExpression keep;

  private FilterEvents(@Nullable CountedExpression keep) {
    this.keep = keep;
  }

  /** Returns a transform that filters by the definition; without a filter, it keeps all events. */
  public static FilterEvents of(Definition definition) {
    return new FilterEvents(CountedExpression.ofNullable(definition.keep()));
  }

  /** Returns the test that this step applies to each event: whether the event is kept. */
  public static Predicate<TimedEvent> rule(Definition definition) {
    CountedExpression keep = CountedExpression.ofNullable(definition.keep());
    return event -> keep == null || keeps(keep, event);
  }

  private static boolean keeps(CountedExpression keep, TimedEvent event) {
    return keep.mayHold(event.event().fields(), Instant.ofEpochMilli(event.millis()));
  }

  @Override
  public PCollection<RecordBatch<TimedEvent>> expand(PCollection<RecordBatch<TimedEvent>> events) {
    return events
        .apply("Filter", ParDo.of(new FilterFn(keep)))
        .setCoder(RecordBatch.coder(TimedEventCoder.of()));
  }

  private static final class FilterFn
      extends DoFn<RecordBatch<TimedEvent>, RecordBatch<TimedEvent>> {
    private final Counter in = Metrics.counter(FilterEvents.class, ApplyRule.RECORDS_IN);
    private final Counter out = Metrics.counter(FilterEvents.class, ApplyRule.RECORDS_OUT);
    private final Counter filtered = Metrics.counter(FilterEvents.class, FILTERED);
    private final @Nullable CountedExpression keep;

    FilterFn(@Nullable CountedExpression keep) {
      this.keep = keep;
    }

    @ProcessElement
    public void process(
        @Element RecordBatch<TimedEvent> batch, OutputReceiver<RecordBatch<TimedEvent>> receiver) {
      RecordBatch<TimedEvent> kept = keep == null ? batch : kept(batch, keep);
      int read = batch.passed().size();
      in.inc(read);
      out.inc(kept.passed().size());
      if (kept.passed().size() < read) {
        filtered.inc(read - kept.passed().size());
      }
      receiver.output(kept);
    }

    private static RecordBatch<TimedEvent> kept(
        RecordBatch<TimedEvent> batch, CountedExpression keep) {
      List<TimedEvent> events =
          batch.passed().stream().filter(event -> keeps(keep, event)).toList();
      return new RecordBatch<>(events, batch.rejected());
    }
  }
}
