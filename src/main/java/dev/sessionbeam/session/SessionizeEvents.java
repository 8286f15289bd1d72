package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;

/**
 * Events to their sessions, copies of events left out and counted: gathered by machine in {@link
 * SessionWindows}, then cut exactly. The sessions stand in the global window, since files are not
 * to be written in merging windows (apache/beam#18575).
 */
public final class SessionizeEvents extends PTransform<PCollection<Event>, PCollection<Session>> {
  /** The counter of copies that were left out, in this class's namespace. */
  public static final String DUPLICATES = "duplicates";

  private final SessionRules rules;

  private SessionizeEvents(SessionRules rules) {
    this.rules = rules;
  }

  public static SessionizeEvents of(SessionRules rules) {
    return new SessionizeEvents(rules);
  }

  @Override
  public PCollection<Session> expand(PCollection<Event> events) {
    return events
        .apply(
            "StampWithEventTime", WithTimestamps.of(event -> Instant.ofEpochMilli(event.millis())))
        .apply("KeyByMachine", ParDo.of(new KeyByMachineFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), EventCoder.of()))
        .apply("GatherIntoWindows", Window.into(SessionWindows.of(rules)))
        .apply("GroupByMachine", GroupByKey.create())
        .apply("CutExactly", ParDo.of(new CutFn(rules)))
        .setCoder(SessionCoder.of())
        .apply("LeaveWindows", Window.into(new GlobalWindows()));
  }

  private static final class KeyByMachineFn extends DoFn<Event, KV<String, Event>> {
    @ProcessElement
    public void process(@Element Event event, OutputReceiver<KV<String, Event>> out) {
      out.output(KV.of(event.machine(), event));
    }
  }

  private static final class CutFn extends DoFn<KV<String, Iterable<Event>>, Session> {
    private final SessionRules rules;
    private final Counter duplicates = Metrics.counter(SessionizeEvents.class, DUPLICATES);

    CutFn(SessionRules rules) {
      this.rules = rules;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<Event>> machine, OutputReceiver<Session> out) {
      SessionCutter.Cut cut = new SessionCutter(rules).cut(machine.getValue());
      duplicates.inc(cut.duplicates());
      cut.sessions().forEach(out::output);
    }
  }
}
