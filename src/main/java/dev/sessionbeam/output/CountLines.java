package dev.sessionbeam.output;

import java.util.Objects;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
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
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Reports how many lines a stream has written since its first start, in one gauge for each dataset.
 * The number is kept in state, so it is right after any number of restarts. A counter would begin
 * at zero after each restart.
 */
final class CountLines extends PTransform<PCollection<KV<String, CompressedLines>>, PDone> {
  @Override
  public PDone expand(PCollection<KV<String, CompressedLines>> lines) {
    lines
        .apply("CountByDataset", ParDo.of(new CountFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("SumLines", ParDo.of(new SumFn()));
    return PDone.in(lines.getPipeline());
  }

  private static final class CountFn extends DoFn<KV<String, CompressedLines>, KV<String, Long>> {
    @ProcessElement
    public void process(
        @Element KV<String, CompressedLines> element, OutputReceiver<KV<String, Long>> out) {
      Lines lines = Objects.requireNonNull(element.getValue()).compressed();
      out.output(KV.of(lines.dataset().folder(), (long) lines.count()));
    }
  }

  static final class SumFn extends DoFn<KV<String, Long>, Void> {
    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @StateId("lines")
    private final StateSpec<ValueState<Long>> linesSpec = StateSpecs.value(VarLongCoder.of());

    @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
    @TimerId("end")
    private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

    @ProcessElement
    public void process(
        @Element KV<String, Long> count,
        @StateId("lines") ValueState<Long> state,
        @TimerId("end") Timer end) {
      Long before = state.read();
      long lines = Objects.requireNonNull(count.getValue()) + (before == null ? 0 : before);
      state.write(lines);
      report(Objects.requireNonNull(count.getKey()), lines);
      end.withNoOutputTimestamp().set(GlobalWindow.INSTANCE.maxTimestamp());
    }

    /** Reports the number also in an attempt that wrote no line of this dataset. */
    @OnTimer("end")
    public void end(@Key String dataset, @StateId("lines") ValueState<Long> state) {
      Long lines = state.read();
      report(dataset, lines == null ? 0 : lines);
    }

    private static void report(String dataset, long lines) {
      Metrics.gauge(WriteLines.class, WriteLines.LINES_IN_ALL + dataset).set(lines);
    }
  }
}
