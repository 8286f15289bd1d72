package dev.sessionbeam.prepare;

import dev.sessionbeam.definition.CleanRule;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.event.ComputedRoles;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.event.TimedEventCoder;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Cleans the fields of parsed events by the definition's rules, and gives each event its instant
 * and its computed roles. An event is rejected if a rule spoils the field of a role, if an
 * expression gives no value for a role, or if the instant is not valid. See docs/semantics.md,
 * section 2, steps 2 and 3. Metrics: those of {@link ApplyRule}, in this class's namespace.
 */
public final class CleanFields
    extends PTransform<
        PCollection<RecordBatch<ParsedEvent>>, PCollection<RecordBatch<TimedEvent>>> {
  private final Definition definition;

  private CleanFields(Definition definition) {
    this.definition = definition;
  }

  /** Returns a transform that cleans by the definition's rules. */
  public static CleanFields of(Definition definition) {
    return new CleanFields(definition);
  }

  /** Returns the rule that this step applies to each event. */
  public static Rule<ParsedEvent, TimedEvent> rule(Definition definition) {
    return rule(definition, null);
  }

  /** Returns the same rule, which tells a listener what it does; null for no listener. */
  public static Rule<ParsedEvent, TimedEvent> rule(
      Definition definition, @Nullable StepListener listener) {
    return rule(definition, definition.cleaning(), listener);
  }

  /** Returns the same rule for use outside of the step: it does not count for its expressions. */
  public static Rule<ParsedEvent, TimedEvent> uncountedRule(Definition definition) {
    return rule(
        definition, definition.cleaning().stream().map(CleanRule::withoutPlaces).toList(), null);
  }

  private static Rule<ParsedEvent, TimedEvent> rule(
      Definition definition, List<CleanRule> cleaning, @Nullable StepListener listener) {
    Rule<ParsedEvent, ParsedEvent> clean =
        Rule.step(Stage.CLEAN, new CleanRecord(definition.roles(), cleaning, listener));
    Rule<ParsedEvent, ComputedRoles> roles =
        Rule.step(Stage.CLEAN, new ComputeRoles(definition.roles()));
    Rule<ParsedEvent, TimedEvent> time = Rule.step(Stage.CHECK_TIME, new CheckTime(definition));
    return event -> {
      ParsedEvent cleaned = clean.apply(event);
      ComputedRoles computed = roles.apply(cleaned);
      return time.apply(cleaned).with(computed);
    };
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
