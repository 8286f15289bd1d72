package dev.sessionbeam.explain;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.deliver.route.Routing;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.explain.ExplainedRecord.Result;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.prepare.CleanFields;
import dev.sessionbeam.prepare.EnrichEvents;
import dev.sessionbeam.prepare.FilterEvents;
import dev.sessionbeam.prepare.FilterInvalid;
import dev.sessionbeam.prepare.Rule;
import dev.sessionbeam.session.SessionRange;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Applies the rules of the steps to one record after the other, and notes what they do. */
final class ExplainRecord {
  private final Definition definition;
  private final StepTrail trail;
  private final Rule<RawRecord, ParsedEvent> validate;
  private final Rule<ParsedEvent, TimedEvent> clean;
  private final Predicate<TimedEvent> keep;
  private final Rule<TimedEvent, SourcedEvent> enrich;
  private final @Nullable SessionRange range;
  private final @Nullable Routing routing;

  ExplainRecord(Definition definition, @Nullable Routes routes, @Nullable SessionRange range) {
    this.definition = definition;
    this.trail = new StepTrail();
    this.validate = FilterInvalid.rule(definition);
    this.clean = CleanFields.rule(definition, trail);
    this.keep = FilterEvents.rule(definition);
    this.enrich = EnrichEvents.rule(definition, trail);
    this.range = range;
    this.routing = routes == null ? null : new Routing(routes);
  }

  /** Explains a record. */
  ExplainedRecord of(int number, RawRecord record) {
    trail.begin();
    Long millis = null;
    try {
      TimedEvent timed = clean.apply(validate.apply(record));
      millis = timed.millis();
      noteFilter(timed);
      if (!keep.test(timed)) {
        return leftOut(number, record, millis, Result.FILTERED);
      }
      if (range != null && !range.needs(millis)) {
        return leftOut(number, record, millis, Result.NOT_NEEDED);
      }
      Event event = enrich.apply(timed).event();
      return new ExplainedRecord(
          number, record, trail.steps(millis), Result.EVENT, null, event, destinations(event));
    } catch (RecordRejectedException e) {
      return new ExplainedRecord(
          number, record, trail.steps(millis), Result.REJECTED, e.of(record), null, List.of());
    }
  }

  /** Explains a record that was rejected before its steps: an element that holds no record. */
  ExplainedRecord of(int number, RejectedRecord rejected) {
    trail.begin();
    return new ExplainedRecord(
        number, rejected.record(), trail.steps(null), Result.REJECTED, rejected, null, List.of());
  }

  private ExplainedRecord leftOut(int number, RawRecord record, Long millis, Result result) {
    return new ExplainedRecord(number, record, trail.steps(millis), result, null, null, List.of());
  }

  /** An event for which the filter has no value is kept. The reader should know why. */
  private void noteFilter(TimedEvent timed) {
    if (definition.keep() != null) {
      trail.condition(
          definition.keep(), timed.event().fields(), Instant.ofEpochMilli(timed.millis()));
    }
  }

  private List<String> destinations(Event event) {
    return routing == null
        ? List.of()
        : routing.ofEvent(event.action(), event.json(), event.millis()).stream()
            .map(choice -> choice.route().name())
            .toList();
  }
}
