package dev.sessionbeam.sink;

import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * A staged file's name to the same with the watermark at which it came: the gathering holds it, so
 * every line from before it is in this file or in one that came earlier.
 */
final class StampWatermarkFn extends DoFn<KV<Integer, String>, KV<String, Long>> {
  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("watermark")
  private final TimerSpec watermarkSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  @ProcessElement
  public void process(
      @Element KV<Integer, String> file,
      @TimerId("watermark") Timer watermark,
      OutputReceiver<KV<String, Long>> out) {
    // The one way in which a DoFn can ask for its watermark; the timer is never set.
    long millis = watermark.getCurrentRelativeTime().getMillis();
    out.output(KV.of(file.getValue(), millis));
  }

  @OnTimer("watermark")
  public void watermark() {
    // Beam asks for a method for each timer, also for one that is never set.
  }
}
