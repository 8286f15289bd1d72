package dev.sessionbeam.session;

import dev.sessionbeam.SessionPipeline;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.sink.WriteResults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TimestampedValue;

/**
 * A stream told step by step, run through the whole pipeline between source and sink. Times are
 * milliseconds; the gap is 30 of them.
 */
final class StreamStory {
  static final long GAP = 30;
  static final String HOLD = "hold";

  /** A machine that is not in the story: see {@link #watermark}. */
  static final String TICK = "tick";

  /** In a row: those that reject what is late and what floods, and Beam's grouping. */
  private static final int STEPS_WITH_TIMERS = 3;

  /** What the stories' time zero is: a multiple of every cap that is used. */
  private static final long ZERO = Instant.parse("2017-02-05T00:00:00Z").toEpochMilli();

  private final long cap;
  private final long lateness;
  private int machineKib = 1024;
  private SessionGrouping grouping = SessionGrouping.DEFAULT;
  private TestStream.Builder<RawRecord> stream = TestStream.create(RawRecordCoder.of());
  private final List<RawRecord> told = new ArrayList<>();

  /**
   * A story with no event in it yet.
   *
   * @param cap the longest a session gets, or 0
   * @param lateness how late an event may come
   */
  StreamStory(long cap, long lateness) {
    this.cap = cap;
    this.lateness = lateness;
  }

  /** A machine may send this much per cap, or per day without one. */
  StreamStory machinesUpTo(int kib) {
    machineKib = kib;
    return this;
  }

  /** Events come together in this way. */
  StreamStory groupedBy(SessionGrouping how) {
    grouping = how;
    return this;
  }

  /** An event of the one machine arrives. */
  StreamStory event(long millis, String id) {
    return arrives("m", Story.event(millis, id));
  }

  /** An opening event of the one machine arrives. */
  StreamStory opening(long millis, String id) {
    return arrives("m", Story.opening(millis, id));
  }

  /** An event of some machine arrives; its JSON tells copies apart. */
  StreamStory arrives(String machine, Event event) {
    return add(record(json(machine, event)), event.millis());
  }

  /** An event's record as it is told. */
  static String json(String machine, Event event) {
    return "{\"copy\":%s,\"id\":\"%s\",\"m\":\"%s\",\"t\":%d,\"a\":\"%s\"}"
        .formatted(
            new String(event.json(), StandardCharsets.UTF_8),
            Story.id(event),
            machine,
            ZERO + event.millis(),
            event.action());
  }

  /** A record arrives that is no event. */
  StreamStory garbage(long millis) {
    return add(record("no event"), millis);
  }

  private RawRecord record(String text) {
    return new RawRecord(
        text.getBytes(StandardCharsets.UTF_8), new FileOrigin("story", told.size()));
  }

  private StreamStory add(RawRecord record, long millis) {
    told.add(record);
    stream = stream.addElements(TimestampedValue.of(record, at(millis)));
    return this;
  }

  /** The stream stands still until the state is counted, when a session of "last" comes out. */
  StreamStory hold(long millis) {
    return add(record(HOLD), millis);
  }

  /**
   * The watermark goes on to this time. On Flink, a step in which a timer fired passes the
   * watermark on with the end of its next bundle. So events of another machine follow, each of
   * which ends one, as many as such steps stand in a row; they are in time, and no part of the
   * outcome.
   */
  StreamStory watermark(long millis) {
    stream = stream.advanceWatermarkTo(at(millis));
    for (int i = 0; i < STEPS_WITH_TIMERS; i++) {
      Event tick = Story.event(millis, "tick" + millis + "-" + i);
      stream = stream.addElements(TimestampedValue.of(record(json(TICK, tick)), at(millis)));
    }
    return this;
  }

  private static org.joda.time.Instant at(long millis) {
    return org.joda.time.Instant.ofEpochMilli(ZERO + millis);
  }

  /** Tells the story to its end on Beam's DirectRunner. */
  Outcome onDirect() {
    return on(false, "--runner=DirectRunner");
  }

  /** The same, once the pipeline has been bytes of Beam's protocol. */
  Outcome onDirectThroughProto() {
    return on(true, "--runner=DirectRunner");
  }

  /**
   * Tells the story to its end on Flink inside this process. With one task per step, watermarks and
   * events come to each step in the order of the story; with more, a watermark waits for the
   * slowest task, and events that should be late may not be.
   */
  Outcome onFlink(int parallelism, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--runner=FlinkRunner",
                "--flinkMaster=[local]",
                "--streaming",
                "--parallelism=" + parallelism,
                "--objectReuse=true",
                // A watermark waits for the bundle ahead of it.
                "--maxBundleSize=1",
                "--maxBundleTimeMills=20",
                "--shutdownSourcesAfterIdleMs=0"));
    flags.addAll(List.of(more));
    return on(false, flags.toArray(new String[0]));
  }

  private Outcome on(boolean throughProto, String... flags) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(flags).create();
    Pipeline pipeline = Pipeline.create(options);
    Outcome.Collector collector = new Outcome.Collector();
    SessionPipeline.of(definition())
        .groupedBy(grouping)
        .addTo(
            pipeline,
            new SessionPipeline.Ends(
                new Tell(stream.advanceWatermarkToInfinity(), collector.gate()),
                null,
                new Collect(definition(), collector)));
    Pipeline told = throughProto ? ThroughProto.of(pipeline, options) : pipeline;
    PipelineResult result = told.run();
    result.waitUntilFinish();
    return collector.outcome(this.told.size(), result);
  }

  /** The records that are told, up to the gate. */
  private static final class Tell extends PTransform<PBegin, PCollection<List<RawRecord>>> {
    private final TestStream<RawRecord> stream;
    private final Outcome.Gate gate;

    Tell(TestStream<RawRecord> stream, Outcome.Gate gate) {
      this.stream = stream;
      this.gate = gate;
    }

    @Override
    public PCollection<List<RawRecord>> expand(PBegin begin) {
      return begin
          .apply("Tell", stream)
          .apply("Gate", ParDo.of(gate))
          .setCoder(ListCoder.of(RawRecordCoder.of()));
    }
  }

  /** Has the lines of results collected, in place of a step that writes them. */
  private static final class Collect extends PTransform<PCollectionTuple, PDone> {
    private final Definition definition;
    private final Outcome.Collector collector;

    Collect(Definition definition, Outcome.Collector collector) {
      this.definition = definition;
      this.collector = collector;
    }

    @Override
    public PDone expand(PCollectionTuple results) {
      results
          .get(CutSessions.SESSIONS)
          .apply("FormatSessions", WriteResults.sessionLines(definition))
          .apply("CollectSessions", ParDo.of(collector));
      results
          .get(GroupSessions.REJECTED)
          .apply("FormatRejected", WriteResults.rejectedLines())
          .apply("CollectRejected", ParDo.of(collector));
      return PDone.in(results.getPipeline());
    }
  }

  private Definition definition() {
    String yaml =
        """
        name: story
        event:
          id: id
          machine: m
          time: {field: t, format: epoch_millis}
          action: a
        session:
          gap: %dms
          opening: a == 'start'
          max_duration: %dms
          allowed_lateness: %dms
          max_machine_size: %dKiB
        """
            .formatted(GAP, cap, lateness, machineKib);
    try {
      return DefinitionReader.read(yaml, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    }
  }
}
