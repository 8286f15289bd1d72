package dev.sessionbeam.session;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/**
 * The panes of machines to the sessions that have to be written. Of an unbounded input it is
 * remembered, per machine, what was written, for as long as a late event can change it; then only
 * what a pane changes comes out. A bounded input has one pane per window, and nothing to remember.
 */
final class ReviseSessions
    extends PTransform<PCollection<KV<String, CutPane>>, PCollection<RevisedSession>> {
  private final long keepMillis;

  /**
   * Revises what was written.
   *
   * @param keepMillis how long after its last event a window can still change
   */
  ReviseSessions(long keepMillis) {
    this.keepMillis = keepMillis;
  }

  @Override
  public PCollection<RevisedSession> expand(PCollection<KV<String, CutPane>> panes) {
    return panes
        .apply(
            "Revise",
            panes.isBounded() == PCollection.IsBounded.BOUNDED
                ? ParDo.of(new WriteOnceFn())
                : ParDo.of(new ReviseFn(keepMillis)))
        .setCoder(RevisedSessionCoder.of());
  }

  private static final class WriteOnceFn extends DoFn<KV<String, CutPane>, RevisedSession> {
    private final Counter duplicates = counter(SessionizeEvents.DUPLICATES);

    @ProcessElement
    public void process(@Element KV<String, CutPane> machine, OutputReceiver<RevisedSession> out) {
      CutPane pane = Objects.requireNonNull(machine.getValue());
      duplicates.inc(pane.duplicates());
      pane.sessions().forEach(session -> out.output(RevisedSession.first(session)));
    }
  }

  static final class ReviseFn extends DoFn<KV<String, CutPane>, RevisedSession> {
    private final Counter duplicates = counter(SessionizeEvents.DUPLICATES);
    private final Counter events = counter(SessionizeEvents.SUPERSEDED_EVENTS);
    private final Counter sessions = counter(SessionizeEvents.SUPERSEDED_SESSIONS);
    private final Counter opened = counter(SessionizeEvents.SUPERSEDED_OPENED);

    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @StateId("written")
    private final StateSpec<ValueState<List<WrittenWindow>>> writtenSpec =
        StateSpecs.value(ListCoder.of(new WrittenWindow.WindowCoder()));

    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @TimerId("forget")
    private final TimerSpec forgetSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    private final long keepMillis;

    ReviseFn(long keepMillis) {
      this.keepMillis = keepMillis;
    }

    @ProcessElement
    public void process(
        @Element KV<String, CutPane> machine,
        @StateId("written") ValueState<List<WrittenWindow>> written,
        @TimerId("forget") Timer forget,
        OutputReceiver<RevisedSession> out) {
      Revision revision =
          Revision.of(remembered(written), Objects.requireNonNull(machine.getValue()));
      duplicates.inc(revision.duplicates());
      for (WrittenSession session : revision.superseded()) {
        sessions.inc();
        events.inc(session.events());
        opened.inc(session.opened() ? 1 : 0);
      }
      revision.sessions().forEach(out::output);
      remember(revision.written(), written, forget);
    }

    @OnTimer("forget")
    public void forget(
        @Timestamp Instant now,
        @StateId("written") ValueState<List<WrittenWindow>> written,
        @TimerId("forget") Timer forget) {
      List<WrittenWindow> left =
          remembered(written).stream()
              .filter(window -> forgetAt(window) > now.getMillis())
              .toList();
      remember(left, written, forget);
    }

    private static List<WrittenWindow> remembered(ValueState<List<WrittenWindow>> written) {
      List<WrittenWindow> windows = written.read();
      return windows == null ? List.of() : windows;
    }

    private void remember(
        List<WrittenWindow> windows, ValueState<List<WrittenWindow>> written, Timer forget) {
      if (windows.isEmpty()) {
        written.clear();
        return;
      }
      written.write(windows);
      long next = windows.stream().mapToLong(this::forgetAt).min().orElseThrow();
      forget.withNoOutputTimestamp().set(Instant.ofEpochMilli(next));
    }

    private long forgetAt(WrittenWindow window) {
      return window.last() + keepMillis;
    }
  }

  private static Counter counter(String name) {
    return Metrics.counter(SessionizeEvents.class, name);
  }
}
