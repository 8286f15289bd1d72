package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events to their sessions, copies of events left out and counted: gathered by machine in {@link
 * SessionWindows}, cut exactly, and held against what was written before. The sessions stand in the
 * global window, since files are not to be written in merging windows (apache/beam#18575).
 *
 * <p>Of an unbounded input, a session comes when the watermark passes its end plus the gap, and
 * once more, revised, whenever a late event changes it. Events of which it is certain that they
 * come too late have to be kept away ahead of this transform: Beam would drop them.
 */
public final class SessionizeEvents
    extends PTransform<PCollection<Event>, PCollection<RevisedSession>> {
  /** The counter of copies that were left out, in this class's namespace. */
  public static final String DUPLICATES = "duplicates";

  /** The counter of events in sessions that were written and hold no more. */
  public static final String SUPERSEDED_EVENTS = "superseded_events";

  /** The counter of sessions that were written and hold no more. */
  public static final String SUPERSEDED_SESSIONS = "superseded_sessions";

  /** The counter of those of them that an opening event began. */
  public static final String SUPERSEDED_OPENED = "superseded_opened";

  private final SessionRules rules;
  private final Duration allowedLateness;

  private SessionizeEvents(SessionRules rules, Duration allowedLateness) {
    this.rules = rules;
    this.allowedLateness = allowedLateness;
  }

  /** Sessions by these rules; no event is late, or all that are have been kept away. */
  public static SessionizeEvents of(SessionRules rules) {
    return new SessionizeEvents(rules, Duration.ZERO);
  }

  /**
   * The same, where events may come late.
   *
   * @param duration how far the watermark may have passed the end of the gap behind a session for
   *     an event to change it
   */
  public SessionizeEvents withAllowedLateness(Duration duration) {
    return new SessionizeEvents(rules, duration);
  }

  @Override
  public PCollection<RevisedSession> expand(PCollection<Event> events) {
    return events
        .apply("KeyByMachine", ParDo.of(new KeyByMachineFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of()))
        .apply("GatherIntoWindows", windows(events.isBounded()))
        .apply("GroupByMachine", GroupByKey.create())
        .apply("CutExactly", ParDo.of(new CutFn(rules)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), CutPaneCoder.of()))
        .apply("LeaveWindows", leaveWindows())
        .apply("ReviseSessions", new ReviseSessions());
  }

  /**
   * Windows are kept a gap longer than lateness is allowed. No event that was admitted needs that;
   * it is a margin, since Beam drops what comes to a window that is gone.
   *
   * <p>They always fire a last time, when they are gone. That tells {@link ReviseSessions} what to
   * forget; the watermark cannot, since a window that was written may go on growing, prolonged by
   * one late event after the other, for as long as they come.
   */
  private Window<KV<String, Event>> windows(PCollection.IsBounded bounded) {
    if (bounded == PCollection.IsBounded.BOUNDED) {
      return Window.into(SessionWindows.of(rules));
    }
    Duration keep = allowedLateness.plus(Duration.millis(rules.gapMillis()));
    return Window.<KV<String, Event>>into(SessionWindows.of(rules))
        .triggering(
            AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(keep, Window.ClosingBehavior.FIRE_ALWAYS)
        .accumulatingFiredPanes();
  }

  private static <T> Window<T> leaveWindows() {
    return Window.<T>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }

  /** Gives each event its own time and its machine for a key. */
  private static final class KeyByMachineFn extends DoFn<Event, KV<String, Event>> {
    @ProcessElement
    public void process(@Element Event event, OutputReceiver<KV<String, Event>> out) {
      out.outputWithTimestamp(KV.of(event.machine(), event), Instant.ofEpochMilli(event.millis()));
    }

    /** Sources such as Kinesis stamp the time of arrival, which is later. */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
    }
  }

  private static final class CutFn extends DoFn<KV<String, Iterable<Event>>, KV<String, CutPane>> {
    private final SessionRules rules;

    CutFn(SessionRules rules) {
      this.rules = rules;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Event>> machine,
        SessionWindow window,
        PaneInfo firing,
        OutputReceiver<KV<String, CutPane>> out) {
      out.output(KV.of(machine.getKey(), pane(machine.getValue(), window, firing)));
    }

    private CutPane pane(@Nullable Iterable<Event> events, SessionWindow window, PaneInfo firing) {
      if (firing.isLast() && !firing.isFirst()) {
        // All late events have fired by themselves, so there is nothing new in it.
        return CutPane.farewell(window.start(), window.last());
      }
      SessionCutter.Cut cut = new SessionCutter(rules).cut(Objects.requireNonNull(events));
      return new CutPane(
          window.start(), window.last(), firing.isLast(), cut.given(), cut.sessions());
    }
  }
}
