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
import org.jspecify.annotations.Nullable;

/**
 * Events of a bounded input to their sessions, copies of events left out and counted. All events of
 * a machine are at hand here, so there is nothing to wait for and no window: they are grouped, and
 * cut. Refused records go through.
 */
public final class SessionizeBounded
    extends PTransform<PCollection<KV<Integer, Bucketed>>, PCollection<Sessionized>> {
  private final SessionRules rules;
  private final @Nullable SessionRange range;

  private SessionizeBounded(SessionRules rules, @Nullable SessionRange range) {
    this.rules = rules;
    this.range = range;
  }

  /** Sessions by these rules, of events that a {@link BucketPacker} packed. */
  public static SessionizeBounded of(SessionRules rules) {
    return new SessionizeBounded(rules, null);
  }

  /** The same, where only the sessions that begin in a range come out; null for all. */
  public SessionizeBounded within(@Nullable SessionRange beginIn) {
    return new SessionizeBounded(rules, beginIn);
  }

  @Override
  public PCollection<Sessionized> expand(PCollection<KV<Integer, Bucketed>> buckets) {
    return buckets
        .apply("GroupByBucket", GroupByKey.create())
        .apply("CutExactly", ParDo.of(new CutFn(rules, range)))
        .setCoder(new Sessionized.SessionizedCoder());
  }

  private static final class CutFn extends DoFn<KV<Integer, Iterable<Bucketed>>, Sessionized> {
    private final Counter duplicates = SessionCounters.of(SessionCounters.DUPLICATES);
    private final SessionRules rules;
    private final @Nullable RangeFilter filter;

    CutFn(SessionRules rules, @Nullable SessionRange range) {
      this.rules = rules;
      this.filter = range == null ? null : new RangeFilter(range);
    }

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<Bucketed>> bucket, OutputReceiver<Sessionized> out) {
      Map<String, List<Event>> machines = new HashMap<>();
      for (Bucketed part : Objects.requireNonNull(bucket.getValue())) {
        add(part.events(), machines);
        part.refused().forEach(refused -> out.output(Sessionized.of(refused)));
      }
      SessionCutter cutter = new SessionCutter(rules);
      for (List<Event> machine : machines.values()) {
        SessionCutter.Cut all = cutter.cut(machine);
        SessionCutter.Cut cut = filter == null ? all : filter.keep(all, machine);
        duplicates.inc(cut.duplicates());
        cut.sessions()
            .forEach(session -> out.output(Sessionized.of(RevisedSession.first(session))));
      }
    }

    private static void add(PackedEvents events, Map<String, List<Event>> machines) {
      for (Event event : events) {
        machines.computeIfAbsent(event.machine(), machine -> new ArrayList<>()).add(event);
      }
    }
  }
}
