package dev.sessionbeam.enrich;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.ApplyRule;
import dev.sessionbeam.failure.RecordBatch;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Cleaned events to finished ones, with the definition's new fields, each beside the record that it
 * was. SEMANTICS, section 2, step 4. Metrics: those of {@link ApplyRule}, in this class's
 * namespace.
 */
public final class EnrichEvents
    extends PTransform<
        PCollection<RecordBatch<TimedEvent>>, PCollection<RecordBatch<SourcedEvent>>> {
  private final Definition definition;
  private final Needed needed;

  /** Which events are wanted at all. */
  @FunctionalInterface
  public interface Needed extends Serializable {
    /** Whether an event of this instant, in milliseconds since the epoch, is wanted. */
    boolean test(long millis);
  }

  private EnrichEvents(Definition definition, Needed needed) {
    this.definition = definition;
    this.needed = needed;
  }

  /** Enriches by the definition. */
  public static EnrichEvents of(Definition definition) {
    return new EnrichEvents(definition, millis -> true);
  }

  /** The same, where no work is done on events that are not needed: they are left out here. */
  public EnrichEvents only(Needed those) {
    return new EnrichEvents(definition, those);
  }

  /** What this step does to one event. */
  public static Rule<TimedEvent, SourcedEvent> rule(Definition definition) {
    EnrichEvent enrich = new EnrichEvent(definition);
    return Rule.step(
        Stage.ENRICH, timed -> new SourcedEvent(enrich.apply(timed), timed.event().raw()));
  }

  @Override
  public PCollection<RecordBatch<SourcedEvent>> expand(
      PCollection<RecordBatch<TimedEvent>> events) {
    return events.apply(
        "Enrich",
        ApplyRule.toBatches(
            EnrichEvents.class,
            rule(definition, needed),
            timed -> timed.event().raw(),
            SourcedEventCoder.of()));
  }

  private static Rule<TimedEvent, Optional<SourcedEvent>> rule(
      Definition definition, Needed needed) {
    Rule<TimedEvent, SourcedEvent> enrich = rule(definition);
    return timed ->
        needed.test(timed.millis()) ? Optional.of(enrich.apply(timed)) : Optional.empty();
  }
}
