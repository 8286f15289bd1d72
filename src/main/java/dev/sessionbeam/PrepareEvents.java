package dev.sessionbeam;

import dev.sessionbeam.admit.AdmissionRules;
import dev.sessionbeam.admit.AdmitEvents;
import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.TryMap;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Records to the events that are valid and not too late, under {@link #EVENTS}; all others come out
 * under {@link TryMap#REFUSED}. Nothing is ever too late in a bounded input.
 */
final class PrepareEvents extends PTransform<PCollection<RawRecord>, PCollectionTuple> {
  static final TupleTag<Event> EVENTS = new TupleTag<>("events");

  private static final TupleTag<SourcedEvent> SOURCED = new TupleTag<>("sourced");

  private final Rule<RawRecord, Event> rule;
  private final SessionSettings session;

  private PrepareEvents(Rule<RawRecord, Event> rule, SessionSettings session) {
    this.rule = rule;
    this.session = session;
  }

  static PrepareEvents of(Rule<RawRecord, Event> rule, SessionSettings session) {
    return new PrepareEvents(rule, session);
  }

  @Override
  public PCollectionTuple expand(PCollection<RawRecord> records) {
    if (records.isBounded() == PCollection.IsBounded.BOUNDED) {
      return records.apply("Prepare", TryMap.of(rule, EVENTS, EventCoder.of()));
    }
    Rule<RawRecord, Event> prepare = rule;
    PCollectionTuple prepared =
        records.apply(
            "Prepare",
            TryMap.of(
                record -> new SourcedEvent(prepare.apply(record), record),
                SOURCED,
                SourcedEventCoder.of()));
    PCollectionTuple admitted =
        prepared
            .get(SOURCED)
            .apply("AdmitEvents", AdmitEvents.of(AdmissionRules.of(session), EVENTS));
    PCollection<Refused> refused =
        PCollectionList.of(prepared.get(TryMap.REFUSED))
            .and(admitted.get(TryMap.REFUSED))
            .apply("GatherRefused", Flatten.pCollections());
    return PCollectionTuple.of(EVENTS, admitted.get(EVENTS)).and(TryMap.REFUSED, refused);
  }
}
