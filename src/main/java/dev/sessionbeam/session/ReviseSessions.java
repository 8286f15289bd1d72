package dev.sessionbeam.session;

import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * The panes of machines to the sessions that have to be written. Of an unbounded input it is
 * remembered, per machine, what was written, until its window is gone; then only what a pane
 * changes comes out. A bounded input has one pane per window, and nothing to remember.
 */
final class ReviseSessions
    extends PTransform<PCollection<KV<String, CutPane>>, PCollection<RevisedSession>> {
  @Override
  public PCollection<RevisedSession> expand(PCollection<KV<String, CutPane>> panes) {
    return panes
        .apply(
            "Revise",
            panes.isBounded() == PCollection.IsBounded.BOUNDED
                ? ParDo.of(new WriteOnceFn())
                : ParDo.of(new ReviseFn()))
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

  private static final class ReviseFn extends DoFn<KV<String, CutPane>, RevisedSession> {
    private final Counter duplicates = counter(SessionizeEvents.DUPLICATES);
    private final Counter events = counter(SessionizeEvents.SUPERSEDED_EVENTS);
    private final Counter sessions = counter(SessionizeEvents.SUPERSEDED_SESSIONS);
    private final Counter opened = counter(SessionizeEvents.SUPERSEDED_OPENED);

    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @StateId("written")
    private final StateSpec<ValueState<List<WrittenWindow>>> writtenSpec =
        StateSpecs.value(ListCoder.of(new WrittenWindow.WindowCoder()));

    @ProcessElement
    public void process(
        @Element KV<String, CutPane> machine,
        @StateId("written") ValueState<List<WrittenWindow>> written,
        OutputReceiver<RevisedSession> out) {
      List<WrittenWindow> before = written.read();
      Revision revision =
          Revision.of(
              before == null ? List.of() : before, Objects.requireNonNull(machine.getValue()));
      duplicates.inc(revision.duplicates());
      for (WrittenSession session : revision.superseded()) {
        sessions.inc();
        events.inc(session.events());
        opened.inc(session.opened() ? 1 : 0);
      }
      revision.sessions().forEach(out::output);
      if (revision.written().isEmpty()) {
        written.clear();
      } else {
        written.write(revision.written());
      }
    }
  }

  private static Counter counter(String name) {
    return Metrics.counter(SessionizeEvents.class, name);
  }
}
