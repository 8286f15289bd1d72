package dev.sessionbeam.session;

import dev.sessionbeam.SessionPipeline;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.output.WriteResults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * A stream that a test describes step by step, and runs through the whole pipeline between source
 * and sink. Times are milliseconds; the gap is 30 ms.
 */
final class StreamStory {
  static final long GAP = 30;
  static final String HOLD = "hold";

  /** A machine that does not belong to the story: see {@link #watermark}. */
  static final String TICK = "tick";

  /**
   * The number of consecutive steps with timers: the two steps that reject events, and Beam's
   * grouping.
   */
  private static final int STEPS_WITH_TIMERS = 3;

  /** The instant of the time 0 of a story: a multiple of every cap that the stories use. */
  private static final long ZERO = Instant.parse("2017-02-05T00:00:00Z").toEpochMilli();

  private final long cap;
  private final long lateness;
  private int machineKib = 1024;
  private SessionGrouping grouping = SessionGrouping.DEFAULT;
  private TestStream.Builder<RawRecord> stream = TestStream.create(RawRecordCoder.of());
  private final List<RawRecord> records = new ArrayList<>();

  /**
   * A story without events.
   *
   * @param cap the max duration, or 0
   * @param lateness the allowed lateness
   */
  StreamStory(long cap, long lateness) {
    this.cap = cap;
    this.lateness = lateness;
  }

  /** Sets how much a machine may send per cap, or per day without a cap. */
  StreamStory machinesUpTo(int kib) {
    machineKib = kib;
    return this;
  }

  /** Sets the grouping. */
  StreamStory groupedBy(SessionGrouping how) {
    grouping = how;
    return this;
  }

  /** An event of the machine {@code m} arrives. */
  StreamStory event(long millis, String id) {
    return arrives("m", Story.event(millis, id));
  }

  /** An opening event of the machine {@code m} arrives. */
  StreamStory opening(long millis, String id) {
    return arrives("m", Story.opening(millis, id));
  }

  /** An event of a machine arrives. Its JSON distinguishes duplicates. */
  StreamStory arrives(String machine, Event event) {
    return add(record(json(machine, event)), event.millis());
  }

  /** The text of an event's record. */
  static String json(String machine, Event event) {
    return String.format(
        Locale.ROOT,
        "{\"copy\":%s,\"id\":\"%s\",\"m\":\"%s\",\"t\":%d,\"a\":\"%s\"}",
        new String(event.json(), StandardCharsets.UTF_8),
        Story.id(event),
        machine,
        ZERO + event.millis(),
        event.action());
  }

  /** A record that is not an event arrives. */
  StreamStory garbage(long millis) {
    return add(record("no event"), millis);
  }

  private RawRecord record(String text) {
    return new RawRecord(
        text.getBytes(StandardCharsets.UTF_8), new FileOrigin("story", records.size()));
  }

  private StreamStory add(RawRecord record, long millis) {
    records.add(record);
    stream = stream.addElements(TimestampedValue.of(record, at(millis)));
    return this;
  }

  /**
   * The stream waits until the state is counted, which is when a session of the machine {@code
   * last} is emitted.
   */
  StreamStory hold(long millis) {
    return add(record(HOLD), millis);
  }

  /**
   * Advances the watermark to this time. On Flink, a step in which a timer fired passes on the
   * watermark only at the end of its next bundle. So events of another machine follow, one for each
   * consecutive step with timers; each of them ends a bundle. They are in time, and do not belong
   * to the outcome.
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

  /** Runs the story to its end on Beam's DirectRunner. */
  Outcome onDirect() {
    return on(false, "--runner=DirectRunner");
  }

  /**
   * Runs it in the same way, after the pipeline was serialized by Beam's protocol and parsed again.
   */
  Outcome onDirectThroughProto() {
    return on(true, "--runner=DirectRunner");
  }

  /**
   * Runs the story to its end on Flink inside this process. With one task per step, watermarks and
   * events come to each step in the order of the story. With more tasks, a watermark waits for the
   * slowest task, so events that would be late may be in time.
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
                // A watermark waits for the bundle before it.
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
    Pipeline runnable = throughProto ? ThroughProto.of(pipeline, options) : pipeline;
    PipelineResult result = runnable.run();
    result.waitUntilFinish();
    return collector.outcome(records.size(), result);
  }

  /** Reads the records of the story, up to the gate. */
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

  /** Collects the lines of results, in place of a step that writes them. */
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
        String.format(
            Locale.ROOT,
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
        """,
            GAP,
            cap,
            lateness,
            machineKib);
    try {
      return DefinitionReader.read(yaml, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalStateException(e);
    }
  }
}
