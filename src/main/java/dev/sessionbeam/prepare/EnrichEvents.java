package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.RecordBatch;
import java.io.Serializable;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Adds the definition's new fields to cleaned events, and emits each event with its raw record. See
 * docs/semantics.md, section 2, step 5. Metrics: those of {@link ApplyRule}, in this class's
 * namespace.
 */
public final class EnrichEvents
    extends PTransform<
        PCollection<RecordBatch<TimedEvent>>, PCollection<RecordBatch<SourcedEvent>>> {
  private final Definition definition;
  private final Needed needed;

  /** Decides which events are needed. */
  @FunctionalInterface
  public interface Needed extends Serializable {
    /** Returns whether an event of this instant, in milliseconds since the epoch, is needed. */
    boolean test(long millis);
  }

  private EnrichEvents(Definition definition, Needed needed) {
    this.definition = definition;
    this.needed = needed;
  }

  /** Returns a transform that enriches all events by the definition. */
  public static EnrichEvents of(Definition definition) {
    return new EnrichEvents(definition, millis -> true);
  }

  /**
   * Returns the same transform for the needed events only. Other events are left out, without an
   * expression being computed for them.
   */
  public EnrichEvents only(Needed those) {
    return new EnrichEvents(definition, those);
  }

  /** Returns the rule that this step applies to each event. */
  public static Rule<TimedEvent, SourcedEvent> rule(Definition definition) {
    return rule(definition, (StepListener) null);
  }

  /** Returns the same rule, which tells a listener what it does; null for no listener. */
  public static Rule<TimedEvent, SourcedEvent> rule(
      Definition definition, @Nullable StepListener listener) {
    EnrichEvent enrich = new EnrichEvent(definition, listener);
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
