package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * The records of files as a stream that ends: each file plays the part of a shard, read from its
 * beginning to its end, and all go forward together in event time.
 */
public final class StreamRecords extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  private final transient List<InputFile> files;
  private final RecordClock clock;
  private final StreamSettings settings;

  private StreamRecords(List<InputFile> files, RecordClock clock, StreamSettings settings) {
    this.files = files;
    this.clock = clock;
    this.settings = settings;
  }

  /** Plays the files that {@link InputFiles} found. */
  public static StreamRecords from(
      List<InputFile> files, RecordClock clock, StreamSettings settings) {
    return new StreamRecords(files, clock, settings);
  }

  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    return begin
        .apply("PlayFiles", Read.from(RecordedStream.of(files, clock, settings)))
        .apply("CountRecords", ParDo.of(new CountFn()))
        .setCoder(ListCoder.of(RawRecordCoder.of()));
  }

  /** Counts behind the source: of what an unbounded source counts itself, Flink tells nobody. */
  private static final class CountFn extends DoFn<List<RawRecord>, List<RawRecord>> {
    private final Counter records = Metrics.counter(ReadRecords.class, ReadRecords.RECORDS);

    @ProcessElement
    public void process(@Element List<RawRecord> element, OutputReceiver<List<RawRecord>> out) {
      records.inc(element.size());
      out.output(element);
    }
  }
}
