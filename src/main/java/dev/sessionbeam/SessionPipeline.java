package dev.sessionbeam;

import dev.sessionbeam.clean.CheckTime;
import dev.sessionbeam.clean.CleanRecord;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.enrich.EnrichEvent;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionizeEvents;
import dev.sessionbeam.sink.FormatLines;
import dev.sessionbeam.sink.Line;
import dev.sessionbeam.validate.ValidateRecord;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Raw records to the lines of the output: events tagged with their session, sessions, and refused
 * records. Where the records come from and how the lines are written is the caller's; all between
 * is the same in batch and in streaming.
 */
public final class SessionPipeline extends PTransform<PCollection<RawRecord>, PCollection<Line>> {
  private static final TupleTag<Event> EVENTS = new TupleTag<>("events");

  private final Definition definition;

  private SessionPipeline(Definition definition) {
    this.definition = definition;
  }

  /** The pipeline that a definition describes. */
  public static SessionPipeline of(Definition definition) {
    return new SessionPipeline(definition);
  }

  @Override
  public PCollection<Line> expand(PCollection<RawRecord> records) {
    PCollectionTuple prepared =
        records.apply("PrepareEvents", TryMap.of(prepare(definition), EVENTS, EventCoder.of()));

    PCollection<Line> sessions =
        prepared
            .get(EVENTS)
            .apply("SessionizeEvents", SessionizeEvents.of(rules(definition)))
            .apply("FormatSessions", FormatLines.ofSessions(definition));
    PCollection<Line> refused =
        prepared.get(TryMap.REFUSED).apply("FormatRefused", FormatLines.ofRefused());

    return PCollectionList.of(sessions).and(refused).apply("GatherLines", Flatten.pCollections());
  }

  /** The way of a record to an event, step by step; each step may refuse it. */
  static Rule<RawRecord, Event> prepare(Definition definition) {
    return Rule.step(Stage.VALIDATE, new ValidateRecord(definition))
        .then(Stage.CLEAN, new CleanRecord(definition))
        .then(Stage.CHECK_TIME, new CheckTime(definition))
        .then(Stage.ENRICH, new EnrichEvent(definition));
  }

  private static SessionRules rules(Definition definition) {
    return SessionRules.of(definition.session().gap(), definition.session().maxDuration());
  }
}
