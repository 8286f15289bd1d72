package dev.sessionbeam;

import dev.sessionbeam.clean.CleanFields;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.enrich.EnrichEvents;
import dev.sessionbeam.event.RawRecord;
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
import dev.sessionbeam.validate.FilterInvalid;
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
 * The whole pipeline, from records to sessions in files; the same steps in batch and in streaming.
 * Only the source differs, and what a step makes of it that its input is bounded or not.
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

  /** The pipeline that a definition describes. */
  public static SessionPipeline of(Definition definition) {
    return new SessionPipeline(definition);
  }

  /**
   * Where records come from and results go to.
   *
   * @param archive null for none
   * @param results who writes sessions and rejected records, such as {@link
   *     dev.sessionbeam.sink.WriteResults}: takes the former by {@link CutSessions#SESSIONS}, the
   *     latter by {@link GroupSessions#REJECTED}
   */
  public record Ends(
      PTransform<PBegin, PCollection<List<RawRecord>>> read,
      @Nullable PTransform<PCollection<List<RawRecord>>, PDone> archive,
      PTransform<PCollectionTuple, PDone> results) {}

  /** About how many bytes of records are to come; only for bounded ones. */
  public SessionPipeline expecting(long recordBytes) {
    bytes = recordBytes;
    return this;
  }

  /** Only the sessions come out that begin in a range; null for all. Only for bounded records. */
  public SessionPipeline within(@Nullable SessionRange beginIn) {
    range = beginIn;
    return this;
  }

  /** Groups events in this way; the sessions are the same. */
  public SessionPipeline groupedBy(SessionGrouping how) {
    grouping = how;
    return this;
  }

  /** Other windows than those of whole sessions, of which each is cut for itself then. */
  SessionPipeline windowedBy(WindowFn<? super KV<String, EventPack>, ?> windowFn) {
    windows = windowFn;
    return this;
  }

  /** Adds the steps. Their names are kept in savepoints: to rename a step is to lose its state. */
  public void addTo(Pipeline pipeline, Ends ends) {
    PCollection<List<RawRecord>> records = pipeline.apply("ReadRecords", ends.read());
    if (ends.archive() != null) {
      records.apply("ArchiveRecords", ends.archive());
    }
    EnrichEvents enrich = EnrichEvents.of(definition);
    PCollectionTuple groups =
        records
            .apply("FilterInvalid", FilterInvalid.of(definition))
            .apply("CleanFields", CleanFields.of(definition))
            .apply(
                "EnrichEvents", range == null ? enrich : enrich.only(new RangeFilter(range)::needs))
            .apply("PackByMachine", PackByMachine.by(windows))
            .apply("SessionWindows", sessionWindows())
            .apply("GroupSessions", grouping.of(rules, limit(), bytes));
    PCollection<RevisedSession> sessions =
        groups.get(GroupSessions.GROUPS).apply("CutSessions", CutSessions.of(rules).within(range));
    PCollectionTuple.of(CutSessions.SESSIONS, sessions)
        .and(GroupSessions.REJECTED, groups.get(GroupSessions.REJECTED))
        .apply("WriteResults", ends.results());
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
