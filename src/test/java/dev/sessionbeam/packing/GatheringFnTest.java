package dev.sessionbeam.packing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class GatheringFnTest {
  @SuppressWarnings("deprecation") // Beam has no other way to emit with an earlier timestamp.
  private static final Duration SKEW =
      new GatheringFn<String, String>() {}.getAllowedTimestampSkew();

  /** A timer without an output timestamp is one millisecond after the latest time. */
  @Test
  void anElementOfAnyTimeMayBeEmittedWithAnyOtherTime() {
    assertThat(
        BoundedWindow.TIMESTAMP_MAX_VALUE.plus(Duration.millis(1)).minus(SKEW),
        is(lessThanOrEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE)));
  }

  /** Otherwise Beam catches an exception for each element of a batch, which takes microseconds. */
  @Test
  void theEarliestTimeLessTheSkewDoesNotOverflow() {
    assertThat(
        BoundedWindow.TIMESTAMP_MIN_VALUE.minus(SKEW),
        is(lessThan(BoundedWindow.TIMESTAMP_MIN_VALUE)));
  }
}
