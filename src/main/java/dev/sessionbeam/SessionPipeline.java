package dev.sessionbeam;

import dev.sessionbeam.clean.CheckTime;
import dev.sessionbeam.clean.CleanRecord;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.enrich.EnrichEvent;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.ParsedEventCoder;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.event.TimedEventCoder;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.session.Session;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionizeEvents;
import dev.sessionbeam.sink.FormatLines;
import dev.sessionbeam.sink.Line;
import dev.sessionbeam.validate.ValidateRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;

/**
 * Raw records to the lines of the output: events tagged with their session, sessions, and refused
 * records. Where the records come from and how the lines are written is the caller's; all between
 * is the same in batch and in streaming.
 */
public final class SessionPipeline extends PTransform<PCollection<RawRecord>, PCollection<Line>> {
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
    List<PCollection<Refused>> refused = new ArrayList<>();

    PCollection<ParsedEvent> valid =
        records.apply(
            "ValidateRecords",
            TryMap.of(
                Stage.VALIDATE,
                new ValidateRecord(definition),
                record -> record,
                ParsedEventCoder.of(),
                refused));
    PCollection<ParsedEvent> clean =
        valid.apply(
            "CleanEvents",
            TryMap.of(
                Stage.CLEAN,
                new CleanRecord(definition),
                ParsedEvent::raw,
                ParsedEventCoder.of(),
                refused));
    PCollection<TimedEvent> timed =
        clean.apply(
            "CheckTimes",
            TryMap.of(
                Stage.CHECK_TIME,
                new CheckTime(definition),
                ParsedEvent::raw,
                TimedEventCoder.of(),
                refused));
    PCollection<Event> enriched =
        timed.apply(
            "EnrichEvents",
            TryMap.of(
                Stage.ENRICH,
                new EnrichEvent(definition),
                event -> event.event().raw(),
                EventCoder.of(),
                refused));

    PCollection<Session> sessions =
        enriched.apply("SessionizeEvents", SessionizeEvents.of(rules()));

    return PCollectionList.of(sessions.apply("FormatSessions", FormatLines.ofSessions(definition)))
        .and(
            PCollectionList.of(refused)
                .apply("GatherRefused", Flatten.pCollections())
                .apply("FormatRefused", FormatLines.ofRefused()))
        .apply("GatherLines", Flatten.pCollections());
  }

  private SessionRules rules() {
    return SessionRules.of(definition.session().gap(), definition.session().maxDuration());
  }
}
