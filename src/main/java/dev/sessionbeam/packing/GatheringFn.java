package dev.sessionbeam.packing;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;

/**
 * A base class for steps that pack many elements into one. Such a step emits an element with the
 * earliest time of its content, or with the watermark if a timer emits it. Only subclasses of this
 * class may emit an element with an earlier timestamp than that of the current element or timer.
 *
 * <p>Each runner needs this early timestamp. The DirectRunner holds its watermark only by the
 * timestamps of the elements in flight. With a later timestamp, the events in an element would be
 * late just because they were packed. Flink passes on a watermark only after the bundle before it,
 * whatever the timestamps are. But steps that hold the watermark by timestamps, such as Beam's
 * {@code GroupIntoBatches}, need the early timestamp on Flink as well.
 *
 * <p>It is a base class and not a step of its own, because on Flink each additional step holds back
 * the watermark for another bundle, which can be seconds.
 */
public abstract class GatheringFn<InputT, OutputT> extends DoFn<InputT, OutputT> {
  /**
   * More than from the latest time, which some timers exceed, to the earliest one. Beam subtracts
   * it from the time of each element. The longest duration of all would make that an overflow in
   * batch, where elements have the earliest time. Then Beam throws and catches an exception for
   * each element that a step emits.
   */
  private static final Duration ANY =
      new Duration(BoundedWindow.TIMESTAMP_MIN_VALUE, BoundedWindow.TIMESTAMP_MAX_VALUE)
          .multipliedBy(2);

  @Override
  @Deprecated
  public final Duration getAllowedTimestampSkew() {
    return ANY;
  }
}
