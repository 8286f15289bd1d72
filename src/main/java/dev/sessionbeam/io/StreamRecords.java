package dev.sessionbeam.io;

import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the records of a stream and counts them. Each element holds many records, because the cost
 * of an element in a runner does not depend on its size.
 */
public final class StreamRecords extends PTransform<PBegin, PCollection<List<RawRecord>>> {
  private final transient PTransform<PBegin, PCollection<List<RawRecord>>> read;

  private StreamRecords(PTransform<PBegin, PCollection<List<RawRecord>>> read) {
    this.read = read;
  }

  /**
   * The records of an unbounded read, such as {@link dev.sessionbeam.io.file.PlayFiles} or {@link
   * dev.sessionbeam.io.kinesis.ReadKinesis}. A pipeline can have only one, because the pipeline's
   * options contain what is read.
   */
  public static StreamRecords from(PTransform<PBegin, PCollection<List<RawRecord>>> read) {
    return new StreamRecords(read);
  }

  @Override
  public PCollection<List<RawRecord>> expand(PBegin begin) {
    return begin
        .apply("ReadStream", read)
        .apply("CountRecords", ParDo.of(new CountFn()))
        .setCoder(ListCoder.of(RawRecordCoder.of()));
  }

  /** Counts after the source, because Flink does not report the metrics of an unbounded source. */
  private static final class CountFn extends DoFn<List<RawRecord>, List<RawRecord>> {
    private final Counter records = ReadMetrics.records();
    private final Gauge lag = ReadMetrics.millisBehindArrival();
    private final Map<String, Gauge> lags = new HashMap<>();

    @ProcessElement
    public void process(@Element List<RawRecord> element, OutputReceiver<List<RawRecord>> out) {
      records.inc(element.size());
      Origin last = element.get(element.size() - 1).origin();
      Long arrival = last.arrivalMillis();
      if (arrival != null) {
        long millis = Math.max(0, System.currentTimeMillis() - arrival);
        lag.set(millis);
        if (last instanceof KinesisOrigin kinesis) {
          lags.computeIfAbsent(kinesis.shard(), ReadMetrics::millisBehindArrivalOf).set(millis);
        }
        ReadProgress.addBehind(millis);
      }
      out.output(element);
    }
  }
}
