package dev.sessionbeam.clean;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.event.TimedEventCoder;
import dev.sessionbeam.failure.ApplyRule;
import dev.sessionbeam.failure.RecordBatch;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;

/**
 * Parsed events to the same with their fields cleaned by the definition's rules, each with its
 * instant; those that cleaning spoils, or whose instant cannot be, are rejected beside them.
 * SEMANTICS, section 2, steps 2 and 3. Metrics: those of {@link ApplyRule}, in this class's
 * namespace.
 */
public final class CleanFields
    extends PTransform<
        PCollection<RecordBatch<ParsedEvent>>, PCollection<RecordBatch<TimedEvent>>> {
  private final Definition definition;

  private CleanFields(Definition definition) {
    this.definition = definition;
  }

  /** Cleans by the definition's rules. */
  public static CleanFields of(Definition definition) {
    return new CleanFields(definition);
  }

  /** What this step does to one event. */
  public static Rule<ParsedEvent, TimedEvent> rule(Definition definition) {
    return Rule.step(Stage.CLEAN, new CleanRecord(definition))
        .then(Stage.CHECK_TIME, new CheckTime(definition));
  }

  @Override
  public PCollection<RecordBatch<TimedEvent>> expand(PCollection<RecordBatch<ParsedEvent>> events) {
    Rule<ParsedEvent, TimedEvent> rule = rule(definition);
    return events.apply(
        "Clean",
        ApplyRule.toBatches(
            CleanFields.class,
            event -> Optional.of(rule.apply(event)),
            ParsedEvent::raw,
            TimedEventCoder.of()));
  }
}
