package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import dev.sessionbeam.event.EventSpan;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.SourcedEventCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Duration;

/**
 * Turns events with their machines as keys into sessions, in a pipeline of your own. The sessions
 * are under {@link #SESSIONS}. In a stream, an event that comes after its session was emitted makes
 * revisions: the sessions that it changes are emitted again, and name the sessions that they
 * replace. Events that are late, or beyond a machine's limit, are under {@link #REJECTED}, so no
 * event is lost. See docs/semantics.md, sections 3 and 5.
 *
 * <p>There are two forms, with the same sessions to the byte, revisions included: {@link #packed},
 * which is faster, and {@link #windowed}, Beam's own {@code GroupByKey} in {@link SessionWindows},
 * for any runner.
 *
 * <p>An event's time is {@link Event#millis}. In a stream, the watermark must follow these times:
 * an element's timestamp must be the time of its event, or earlier.
 */
public final class SessionizeEvents
    extends PTransform<PCollection<KV<String, Event>>, PCollectionTuple> {
  /**
   * The tag of sessions. Each has its revision, from 0, and the starts of the sessions that it
   * replaces.
   */
  public static final TupleTag<RevisedSession> SESSIONS = CutSessions.SESSIONS;

  /**
   * The tag of events that are in no session. The key is the code of the reason: {@code late},
   * {@code too_many_events}.
   */
  public static final TupleTag<KV<String, Event>> REJECTED = new TupleTag<>("rejectedEvents");

  private static final long MACHINE_BYTES = 64L << 20;
  private static final Duration MOST_LATENESS = Duration.standardDays(36_525);

  private final SessionRules rules;
  private final SessionGrouping grouping;
  private final Duration allowedLateness;
  private final long machineBytes;

  private SessionizeEvents(
      SessionRules rules, SessionGrouping grouping, Duration allowedLateness, long machineBytes) {
    this.rules = rules;
    this.grouping = grouping;
    this.allowedLateness = allowedLateness;
    this.machineBytes = machineBytes;
  }

  /** Groups as {@code sessionbeam run} does by default: with fewer, larger elements. */
  public static SessionizeEvents packed(SessionRules rules) {
    return of(rules, SessionGrouping.PACKED);
  }

  /** Groups by Beam's own {@code GroupByKey}, in {@link SessionWindows}. */
  public static SessionizeEvents windowed(SessionRules rules) {
    return of(rules, SessionGrouping.BEAM);
  }

  private static SessionizeEvents of(SessionRules rules, SessionGrouping grouping) {
    return new SessionizeEvents(rules, grouping, Duration.ZERO, MACHINE_BYTES);
  }

  /**
   * Sets the allowed lateness: how far the watermark of a stream may have passed the time of an
   * event. The default is zero.
   *
   * @throws IllegalArgumentException if it is below zero or above 100 years
   */
  public SessionizeEvents withAllowedLateness(Duration allowed) {
    if (allowed.getMillis() < 0 || allowed.isLongerThan(MOST_LATENESS)) {
      throw new IllegalArgumentException(
          "the allowed lateness must be from 0 to 100 years, but is " + allowed);
    }
    return new SessionizeEvents(rules, grouping, allowed, machineBytes);
  }

  /**
   * Sets how many bytes of events a machine of a stream may send per max duration, or per day if
   * there is no max duration. The default is 64 MiB.
   *
   * @throws IllegalArgumentException if it is not above zero
   */
  public SessionizeEvents withMachineLimit(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException(
          "the machine limit must be above 0 bytes, but is " + bytes);
    }
    return new SessionizeEvents(rules, grouping, allowedLateness, bytes);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, Event>> events) {
    boolean stream = events.isBounded() == PCollection.IsBounded.UNBOUNDED;
    Duration before = events.getWindowingStrategy().getAllowedLateness();
    if (stream && before.isLongerThan(allowedLateness)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the input has an allowed lateness of %s, and Beam never reduces it: use"
                  + " .withAllowedLateness with this value or more",
              before));
    }
    SessionWindows<EventSpan> windows = SessionWindows.of(rules);
    PCollectionTuple groups =
        events
            .apply("GlobalWindow", GroupSessions.inGlobalWindow())
            .apply("AsRecords", ParDo.of(new AsRecordsFn(stream)))
            .setCoder(RecordBatch.coder(SourcedEventCoder.of()))
            .apply("PackByMachine", PackByMachine.by(windows))
            .apply(
                "SessionWindows",
                Window.<KV<String, EventPack>>into(windows)
                    .triggering(GroupSessions.TRIGGER)
                    .withAllowedLateness(allowedLateness)
                    .accumulatingFiredPanes())
            .apply("GroupSessions", grouping.of(rules, MachineLimit.of(rules, machineBytes), 0));
    PCollection<RevisedSession> sessions =
        groups.get(GroupSessions.GROUPS).apply("CutSessions", CutSessions.of(rules));
    PCollection<KV<String, Event>> rejected =
        groups
            .get(GroupSessions.REJECTED)
            .apply("RejectedEvents", ParDo.of(new RejectedEventFn()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of()));
    return PCollectionTuple.of(SESSIONS, sessions).and(REJECTED, rejected);
  }

  /**
   * Adds a record to each event, because the next steps return the record of an event that they
   * reject. Here, the record is the encoded event.
   */
  private static final class AsRecordsFn
      extends DoFn<KV<String, Event>, RecordBatch<SourcedEvent>> {
    private static final FileOrigin NO_FILE = new FileOrigin("", 0);
    private static final byte[] NONE = new byte[0];

    private final boolean mayBeRejected;

    AsRecordsFn(boolean mayBeRejected) {
      this.mayBeRejected = mayBeRejected;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Event> element, OutputReceiver<RecordBatch<SourcedEvent>> out)
        throws CoderException {
      Event event = Objects.requireNonNull(element.getValue());
      if (!event.machine().equals(element.getKey())) {
        throw new IllegalArgumentException(
            "an event of machine '"
                + event.machine()
                + "' has the key '"
                + element.getKey()
                + "': key events by Event::machine");
      }
      byte[] bytes = mayBeRejected ? CoderUtils.encodeToByteArray(EventCoder.of(), event) : NONE;
      out.output(RecordBatch.of(List.of(new SourcedEvent(event, new RawRecord(bytes, NO_FILE)))));
    }
  }

  private static final class RejectedEventFn extends DoFn<RejectedRecord, KV<String, Event>> {
    @ProcessElement
    public void process(@Element RejectedRecord record, OutputReceiver<KV<String, Event>> out)
        throws CoderException {
      Event event = CoderUtils.decodeFromByteArray(EventCoder.of(), record.record().bytes());
      out.output(KV.of(record.reason().code(), event));
    }
  }
}
