package dev.sessionbeam;

import dev.sessionbeam.clean.CheckTime;
import dev.sessionbeam.clean.CleanRecord;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.enrich.EnrichEvent;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionizeEvents;
import dev.sessionbeam.sink.FormatLines;
import dev.sessionbeam.sink.Lines;
import dev.sessionbeam.source.RecordClock;
import dev.sessionbeam.validate.ValidateRecord;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;

/**
 * Raw records to the lines of the output: events tagged with their session, sessions, and refused
 * records. Where the records come from and how the lines are written is the caller's; all between
 * is the same in batch and in streaming.
 */
public final class SessionPipeline extends PTransform<PCollection<RawRecord>, PCollection<Lines>> {
  private final Definition definition;

  private SessionPipeline(Definition definition) {
    this.definition = definition;
  }

  /** The pipeline that a definition describes. */
  public static SessionPipeline of(Definition definition) {
    return new SessionPipeline(definition);
  }

  @Override
  public PCollection<Lines> expand(PCollection<RawRecord> records) {
    PCollectionTuple prepared =
        records.apply("PrepareEvents", PrepareEvents.of(prepare(definition), definition.session()));

    PCollection<Lines> sessions =
        prepared
            .get(PrepareEvents.EVENTS)
            .apply("SessionizeEvents", sessionize(definition.session()))
            .apply("FormatSessions", FormatLines.ofSessions(definition));
    PCollection<Lines> refused =
        prepared.get(TryMap.REFUSED).apply("FormatRefused", FormatLines.ofRefused());

    return PCollectionList.of(sessions).and(refused).apply("GatherLines", Flatten.pCollections());
  }

  /** The way of a record to an event, step by step; each step may refuse it. */
  static Rule<RawRecord, Event> prepare(Definition definition) {
    return time(definition).then(Stage.ENRICH, new EnrichEvent(definition));
  }

  /** When records happened, as cleaned, for the watermark of a stream. */
  public static RecordClock clock(Definition definition) {
    Rule<RawRecord, TimedEvent> time = time(definition);
    return record -> {
      try {
        return time.apply(record).millis();
      } catch (Refusal e) {
        return null;
      }
    };
  }

  private static Rule<RawRecord, TimedEvent> time(Definition definition) {
    return Rule.step(Stage.VALIDATE, new ValidateRecord(definition))
        .then(Stage.CLEAN, new CleanRecord(definition))
        .then(Stage.CHECK_TIME, new CheckTime(definition));
  }

  private static SessionizeEvents sessionize(SessionSettings session) {
    return SessionizeEvents.of(SessionRules.of(session.gap(), session.maxDuration()))
        .withAllowedLateness(Duration.millis(session.allowedLateness().toMillis()));
  }
}
