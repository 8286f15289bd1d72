package dev.sessionbeam;

import dev.sessionbeam.clean.CheckTime;
import dev.sessionbeam.clean.CleanRecord;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.enrich.EnrichEvent;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refusal;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.Rule;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.failure.TryMap;
import dev.sessionbeam.failure.TryPack;
import dev.sessionbeam.session.BucketPacker;
import dev.sessionbeam.session.Bucketed;
import dev.sessionbeam.session.MachinePacker;
import dev.sessionbeam.session.RangeFilter;
import dev.sessionbeam.session.RangePacker;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionizeBounded;
import dev.sessionbeam.session.SessionizeStream;
import dev.sessionbeam.session.StreamRules;
import dev.sessionbeam.sink.FormatArchive;
import dev.sessionbeam.sink.FormatLines;
import dev.sessionbeam.sink.Lines;
import dev.sessionbeam.source.RecordClock;
import dev.sessionbeam.source.RecordParts;
import dev.sessionbeam.validate.ValidateRecord;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * Raw records to the lines of the output: events tagged with their session, sessions, and refused
 * records. Where the records come from and how the lines are written is the caller's, who writes
 * all collections that come out; what is between gives the same in batch and in streaming.
 */
public final class SessionPipeline
    extends PTransform<PCollection<List<RawRecord>>, PCollectionTuple> {
  /** Lines of events and sessions; in batch those of refused records as well. */
  public static final TupleTag<Lines> RESULTS = new TupleTag<>("Results");

  /** Lines of refused and late records; only in streaming. */
  public static final TupleTag<Lines> REFUSED = new TupleTag<>("Refused");

  private static final TupleTag<KV<String, SourcedEvents>> MACHINES = new TupleTag<>("machines");

  private final Definition definition;
  private final int buckets;
  private final @Nullable SessionRange range;

  private SessionPipeline(Definition definition, int buckets, @Nullable SessionRange range) {
    this.definition = definition;
    this.buckets = buckets;
    this.range = range;
  }

  /** The pipeline that a definition describes. */
  public static SessionPipeline of(Definition definition) {
    return new SessionPipeline(definition, BucketPacker.bucketsFor(0), null);
  }

  /** The same, where about so many bytes of records are to come; only for bounded ones. */
  public SessionPipeline expecting(long bytes) {
    return new SessionPipeline(definition, BucketPacker.bucketsFor(bytes), range);
  }

  /**
   * The same, where of the results only the sessions that begin in a range come out, refused
   * records not at all; null for everything. Only for bounded records.
   */
  public SessionPipeline within(@Nullable SessionRange beginIn) {
    return new SessionPipeline(definition, buckets, beginIn);
  }

  @Override
  public PCollectionTuple expand(PCollection<List<RawRecord>> records) {
    return records.isBounded() == PCollection.IsBounded.BOUNDED
        ? batch(records)
        : streaming(records);
  }

  private PCollectionTuple batch(PCollection<List<RawRecord>> records) {
    return PCollectionTuple.of(
        RESULTS,
        records
            .apply("PrepareEvents", prepareBuckets())
            .apply("SessionizeEvents", SessionizeBounded.of(rules(definition)).within(range))
            .apply("FormatResults", FormatLines.of(definition)));
  }

  private PTransform<PCollection<List<RawRecord>>, PCollection<KV<Integer, Bucketed>>>
      prepareBuckets() {
    return range == null
        ? TryPack.of(prepare(definition), new BucketPacker(buckets), BucketPacker.CODER)
        : TryPack.of(prepare(definition, range), new RangePacker(buckets), BucketPacker.CODER);
  }

  private PCollectionTuple streaming(PCollection<List<RawRecord>> records) {
    if (range != null) {
      throw new IllegalArgumentException("a range is for bounded records");
    }
    Rule<RawRecord, Event> prepare = prepare(definition);
    PCollectionTuple prepared =
        records.apply(
            "PrepareEvents",
            TryMap.of(
                record -> new SourcedEvent(prepare.apply(record), record),
                new MachinePacker(),
                MACHINES,
                MachinePacker.CODER));
    SessionSettings session = definition.session();
    PCollectionTuple sessionized =
        prepared
            .get(MACHINES)
            .apply(
                "SessionizeEvents",
                SessionizeStream.of(
                    StreamRules.of(
                        rules(definition), session.allowedLateness(), session.maxMachineBytes())));
    PCollection<Refused> refused =
        PCollectionList.of(prepared.get(TryMap.REFUSED))
            .and(sessionized.get(TryMap.REFUSED))
            .apply("GatherRefused", Flatten.pCollections());
    return PCollectionTuple.of(
            RESULTS,
            sessionized
                .get(SessionizeStream.SESSIONS)
                .apply("FormatSessions", FormatLines.ofSessions(definition)))
        .and(REFUSED, refused.apply("FormatRefused", FormatLines.ofRefused()));
  }

  /** When a session starts, as the definition says. */
  public static SessionRules rules(Definition definition) {
    return SessionRules.of(definition.session().gap(), definition.session().maxDuration());
  }

  /** The way of a record to an event, step by step; each step may refuse it. */
  static Rule<RawRecord, Event> prepare(Definition definition) {
    return time(definition).then(Stage.ENRICH, new EnrichEvent(definition));
  }

  /** The same, where no more is done to events that a range does not need: nothing comes out. */
  private static Rule<RawRecord, Optional<Event>> prepare(
      Definition definition, SessionRange range) {
    Rule<TimedEvent, Event> enrich = new EnrichEvent(definition);
    RangeFilter filter = new RangeFilter(range);
    return time(definition)
        .then(
            Stage.ENRICH,
            event ->
                filter.needs(event.millis()) ? Optional.of(enrich.apply(event)) : Optional.empty());
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

  /**
   * Which records an archive keeps as plain lines: those that such a line gives back, and that are
   * not refused for their arrival, which a line does not have.
   */
  public static FormatArchive.ReadsBack plainInArchive(Definition definition) {
    Rule<RawRecord, TimedEvent> time = time(definition);
    return record -> {
      if (!RecordParts.isLine(record.bytes())) {
        return false;
      }
      try {
        time.apply(record);
        return true;
      } catch (Refusal e) {
        return e.reason() != Reason.AHEAD_OF_ARRIVAL;
      }
    };
  }

  private static Rule<RawRecord, TimedEvent> time(Definition definition) {
    return Rule.step(Stage.VALIDATE, new ValidateRecord(definition))
        .then(Stage.CLEAN, new CleanRecord(definition))
        .then(Stage.CHECK_TIME, new CheckTime(definition));
  }
}
