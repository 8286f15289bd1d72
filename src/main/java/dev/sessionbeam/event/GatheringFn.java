package dev.sessionbeam.event;

import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Duration;

/**
 * A step that gathers many elements into one, and stamps what it gives out with the earliest time
 * of what is in it, or, where it comes out at a timer, with the watermark. The one place where an
 * element may get an earlier timestamp than that of the element, or timer, that it comes out with.
 *
 * <p>Why each runner needs that: the DirectRunner holds its watermark by the timestamps of the
 * elements on their way, and by nothing else, so with a later stamp the events in an element would
 * be late for no other reason than that they were gathered. Flink passes a watermark on only after
 * the bundle before it, whatever the stamps are; but steps that hold the watermark by them, such as
 * Beam's {@code GroupIntoBatches}, do so on Flink as well.
 *
 * <p>It is a class to extend and not a step of its own: on Flink each further step holds the
 * watermark back for another bundle, by seconds.
 */
public abstract class GatheringFn<InputT, OutputT> extends DoFn<InputT, OutputT> {
  @Override
  @Deprecated
  public final Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
