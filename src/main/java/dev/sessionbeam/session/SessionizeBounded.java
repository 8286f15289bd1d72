package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.PackedEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Events of a bounded input to their sessions, copies of events left out and counted. All events of
 * a machine are at hand here, so there is nothing to wait for and no window: they are grouped, and
 * cut.
 */
public final class SessionizeBounded
    extends PTransform<PCollection<KV<Integer, PackedEvents>>, PCollection<RevisedSession>> {
  private final SessionRules rules;

  private SessionizeBounded(SessionRules rules) {
    this.rules = rules;
  }

  /** Sessions by these rules, of events that a {@link BucketPacker} packed. */
  public static SessionizeBounded of(SessionRules rules) {
    return new SessionizeBounded(rules);
  }

  @Override
  public PCollection<RevisedSession> expand(PCollection<KV<Integer, PackedEvents>> events) {
    return events
        .apply("GroupByBucket", GroupByKey.create())
        .apply("CutExactly", ParDo.of(new CutFn(rules)))
        .setCoder(RevisedSessionCoder.of());
  }

  private static final class CutFn
      extends DoFn<KV<Integer, Iterable<PackedEvents>>, RevisedSession> {
    private final Counter duplicates = SessionCounters.of(SessionCounters.DUPLICATES);
    private final SessionRules rules;

    CutFn(SessionRules rules) {
      this.rules = rules;
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<PackedEvents>> bucket, OutputReceiver<RevisedSession> out) {
      SessionCutter cutter = new SessionCutter(rules);
      for (List<Event> machine : byMachine(bucket).values()) {
        SessionCutter.Cut cut = cutter.cut(machine);
        duplicates.inc(cut.duplicates());
        cut.sessions().forEach(session -> out.output(RevisedSession.first(session)));
      }
    }

    private static Map<String, List<Event>> byMachine(KV<Integer, Iterable<PackedEvents>> bucket) {
      Map<String, List<Event>> machines = new HashMap<>();
      for (PackedEvents events : Objects.requireNonNull(bucket.getValue())) {
        for (Event event : events) {
          machines.computeIfAbsent(event.machine(), machine -> new ArrayList<>()).add(event);
        }
      }
      return machines;
    }
  }
}
