package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.source.kinesis.ReadKinesis;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The records of a stream. Each element that comes out holds many, so that a step is gone through
 * once for all of them.
 */
public final class StreamRecords extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  /** How long ago the last record arrived that was read, in milliseconds. */
  public static final String MILLIS_BEHIND_ARRIVAL = "millis_behind_arrival";

  private final String step;
  private final transient PTransform<PBegin, PCollection<List<RawRecord>>> read;

  /** To be done ahead of the job. */
  private final transient Consumer<PipelineOptions> prepare;

  private StreamRecords(
      String step,
      PTransform<PBegin, PCollection<List<RawRecord>>> read,
      Consumer<PipelineOptions> prepare) {
    this.step = step;
    this.read = read;
    this.prepare = prepare;
  }

  /**
   * Plays the files that {@link InputFiles} found: each plays the part of a shard, read from its
   * beginning to its end, and all go forward together in event time.
   *
   * @param folder where they are, by {@link InputFiles#folder}; the files of a job that goes on
   *     from a savepoint are those that the first one found, in this folder
   */
  public static StreamRecords from(
      List<InputFile> files, String folder, RecordClock clock, StreamSettings settings) {
    return new StreamRecords(
        "PlayFiles",
        Read.from(RecordedStream.of(files, folder)),
        new RecordedReading(folder, clock, settings)::putInto);
  }

  /** Reads a stream of Kinesis; one in a pipeline, as the options say which. */
  public static StreamRecords from(ReadKinesis stream) {
    return new StreamRecords("ReadStream", stream, options -> {});
  }

  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    prepare.accept(begin.getPipeline().getOptions());
    return begin
        .apply(step, read)
        .apply("CountRecords", ParDo.of(new CountFn()))
        .setCoder(ListCoder.of(RawRecordCoder.of()));
  }

  /** Counts behind the source: of what an unbounded source counts itself, Flink tells nobody. */
  private static final class CountFn extends DoFn<List<RawRecord>, List<RawRecord>> {
    private final Counter records = Metrics.counter(ReadRecords.class, ReadRecords.RECORDS);
    private final Gauge behind = Metrics.gauge(ReadRecords.class, MILLIS_BEHIND_ARRIVAL);

    @ProcessElement
    public void process(@Element List<RawRecord> element, OutputReceiver<List<RawRecord>> out) {
      records.inc(element.size());
      Long arrival = element.get(element.size() - 1).origin().arrivalMillis();
      if (arrival != null) {
        long millis = Math.max(0, System.currentTimeMillis() - arrival);
        behind.set(millis);
        ReadProgress.addBehind(millis);
      }
      out.output(element);
    }
  }
}
