package dev.sessionbeam;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.deliver.DeliverResults;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.output.WriteResults;
import dev.sessionbeam.packing.RecordBatch;
import dev.sessionbeam.prepare.CleanFields;
import dev.sessionbeam.prepare.EnrichEvents;
import dev.sessionbeam.prepare.FilterEvents;
import dev.sessionbeam.prepare.FilterInvalid;
import dev.sessionbeam.session.CutSessions;
import dev.sessionbeam.session.EventPack;
import dev.sessionbeam.session.GroupSessions;
import dev.sessionbeam.session.MachineLimit;
import dev.sessionbeam.session.PackByMachine;
import dev.sessionbeam.session.RangeFilter;
import dev.sessionbeam.session.RevisedSession;
import dev.sessionbeam.session.SessionGrouping;
import dev.sessionbeam.session.SessionRange;
import dev.sessionbeam.session.SessionRules;
import dev.sessionbeam.session.SessionWindows;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The whole pipeline: turns raw records into sessions and rejected records, writes both, and
 * delivers them if there are routes. The steps are the same in batch and in streaming. The source
 * differs, and some steps work differently on bounded and on unbounded input.
 *
 * <p>A record that a step rejects travels on beside the valid events. {@link GroupSessions}
 * separates them, under {@link GroupSessions#REJECTED}: an output of each step's own would cost
 * Flink a copy of every element.
 */
public final class SessionPipeline {
  private final Definition definition;
  private final SessionRules rules;
  private WindowFn<? super KV<String, EventPack>, ?> windows;
  private SessionGrouping grouping = SessionGrouping.DEFAULT;
  private @Nullable SessionRange range;
  private long bytes;

  private SessionPipeline(Definition definition) {
    this.definition = definition;
    this.rules = SessionRules.of(definition.session().gap(), definition.session().maxDuration());
    this.windows = SessionWindows.of(rules);
  }

  /** Returns the pipeline that a definition describes. */
  public static SessionPipeline of(Definition definition) {
    return new SessionPipeline(definition);
  }

  /**
   * The ends of the pipeline: where records come from, and where results go.
   *
   * @param read reads lists of raw records
   * @param archive keeps the raw records; null for no archive
   * @param results writes sessions and rejected records, such as {@link WriteResults}. It gets the
   *     sessions by the tag {@link CutSessions#SESSIONS}, and the rejected records by {@link
   *     GroupSessions#REJECTED}
   * @param deliver sends events and sessions of a stream to destinations; null to send nothing. In
   *     batch, {@code results} does that
   */
  public record Ends(
      PTransform<PBegin, PCollection<List<RawRecord>>> read,
      @Nullable PTransform<PCollection<List<RawRecord>>, PDone> archive,
      PTransform<PCollectionTuple, PDone> results,
      @Nullable DeliverResults deliver) {
    /** The ends of a pipeline that sends nothing. */
    public Ends(
        PTransform<PBegin, PCollection<List<RawRecord>>> read,
        @Nullable PTransform<PCollection<List<RawRecord>>, PDone> archive,
        PTransform<PCollectionTuple, PDone> results) {
      this(read, archive, results, null);
    }
  }

  /** Sets the approximate size of the input in bytes; for bounded input only. */
  public SessionPipeline expecting(long recordBytes) {
    bytes = recordBytes;
    return this;
  }

  /** Emits only the sessions that start in a range; null for all. For bounded input only. */
  public SessionPipeline within(@Nullable SessionRange startIn) {
    range = startIn;
    return this;
  }

  /** Sets how events are grouped; the sessions are the same. */
  public SessionPipeline groupedBy(SessionGrouping how) {
    grouping = how;
    return this;
  }

  /** Replaces the session windows by other windows. Sessions are then cut in each window alone. */
  SessionPipeline windowedBy(WindowFn<? super KV<String, EventPack>, ?> windowFn) {
    windows = windowFn;
    return this;
  }

  /** Adds the steps. Savepoints hold the names of the steps: a renamed step loses its state. */
  public void addTo(Pipeline pipeline, Ends ends) {
    PCollection<List<RawRecord>> records = pipeline.apply("ReadRecords", ends.read());
    if (ends.archive() != null) {
      records.apply("ArchiveRecords", ends.archive());
    }
    EnrichEvents enrich = EnrichEvents.of(definition);
    PCollection<RecordBatch<SourcedEvent>> events =
        records
            .apply("FilterInvalid", FilterInvalid.of(definition))
            .apply("CleanFields", CleanFields.of(definition))
            .apply("FilterEvents", FilterEvents.of(definition))
            .apply(
                "EnrichEvents",
                range == null ? enrich : enrich.only(new RangeFilter(range)::keepOrCount));
    PCollectionTuple groups =
        events
            .apply("PackByMachine", PackByMachine.by(windows))
            .apply("SessionWindows", sessionWindows())
            .apply("GroupSessions", grouping.of(rules, limit(), bytes));
    PCollection<RevisedSession> sessions =
        groups.get(GroupSessions.GROUPS).apply("CutSessions", CutSessions.of(rules).within(range));
    PCollectionTuple results =
        PCollectionTuple.of(CutSessions.SESSIONS, sessions)
            .and(GroupSessions.REJECTED, groups.get(GroupSessions.REJECTED));
    if (ends.deliver() != null) {
      PCollectionTuple all = PCollectionTuple.of(DeliverResults.EVENTS, events);
      results =
          results.and(
              WriteResults.UNDELIVERED,
              all.and(CutSessions.SESSIONS, sessions).apply("DeliverResults", ends.deliver()));
    }
    results.apply("WriteResults", ends.results());
  }

  private Window<KV<String, EventPack>> sessionWindows() {
    return Window.<KV<String, EventPack>>into(windows)
        .triggering(GroupSessions.TRIGGER)
        .withAllowedLateness(Duration.millis(definition.session().allowedLateness().toMillis()))
        .withTimestampCombiner(TimestampCombiner.EARLIEST)
        .accumulatingFiredPanes();
  }

  private MachineLimit limit() {
    return MachineLimit.of(rules, definition.session().maxMachineBytes());
  }
}
