package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShardClockTest {
  private static final long NOON = 1_500_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final long TWO_MINUTES = 2 * MINUTE;

  private final ShardClock clock =
      new ShardClock(Duration.ofMinutes(2), ShardPosition.NO_EVENT, seconds(0));

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private static ShardBatch batch(long behind, long atSecond) {
    return new ShardBatch(List.of(), behind, null, seconds(atSecond));
  }

  private void sawAt(long millis, long arrival, long second) {
    clock.saw(millis, arrival);
    clock.took(batch(0, second));
  }

  @Test
  void theWatermarkIsTheLatestEventMinusTheDisorder() {
    sawAt(NOON, NOON + 1, 0);
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES));
    sawAt(NOON - MINUTE, NOON + 2, 1);
    assertThat("an event out of order", clock.watermark(), is(NOON - TWO_MINUTES));
    sawAt(NOON + 7, NOON + 9, 2);
    assertThat(clock.watermark(), is(NOON + 7 - TWO_MINUTES));
  }

  @Test
  void aFastClockMovesTheWatermarkNoFurtherThanTheArrival() {
    sawAt(NOON + TimeUnit.DAYS.toMillis(3650), NOON, 0);
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES));
  }

  @Test
  void aSlowClockDoesNotMoveTheWatermarkBack() {
    sawAt(NOON, NOON, 0);
    sawAt(NOON - TimeUnit.DAYS.toMillis(3650), NOON + 1, 1);
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES));
  }

  @Test
  void theWatermarkOfAQuietShardAdvancesWithTime() {
    sawAt(NOON, NOON, 10);
    clock.took(batch(0, 40));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 30_000));
    clock.took(batch(0, 70));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 60_000));
  }

  @Test
  void aShardThatIsNotReadToItsEndIsNotQuiet() {
    sawAt(NOON, NOON, 10);
    clock.took(batch(1, 40));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES));
    assertThat(clock.isQuiet(), is(false));
  }

  @Test
  void theWatermarkOfAnUnreadableShardStopsAndCatchesUpLater() {
    sawAt(NOON, NOON, 10);
    clock.took(batch(0, 20));
    assertThat("no request between 20 s and 100 s", clock.watermark(), is(NOON - 110_000));
    clock.took(batch(5000, 100));
    assertThat(clock.watermark(), is(NOON - 110_000));
    clock.took(batch(0, 101));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 91_000));
  }

  @Test
  void theWatermarkNeverGoesBack() {
    sawAt(NOON, NOON, 0);
    clock.took(batch(0, 100));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 100_000));
    sawAt(NOON + 1, NOON + 100_000, 101);
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 100_000));
  }

  /** The clock gets no event, although the shard is full of records. */
  @Test
  void recordsThatAreNotEventsDoNotHoldTheWatermark() {
    sawAt(NOON, NOON, 0);
    clock.took(new ShardBatch(List.of(), 0, null, seconds(10)));
    assertThat(clock.isQuiet(), is(true));
    assertThat(clock.watermark(), is(NOON - TWO_MINUTES + 10_000));
  }

  @Test
  void theWatermarkContinuesWhereACheckpointLeftIt() {
    ShardClock restored = new ShardClock(Duration.ofMinutes(2), NOON, seconds(1000));
    assertThat(restored.hasEvent(), is(true));
    assertThat(restored.watermark(), is(NOON - TWO_MINUTES));
    restored.took(batch(0, 1030));
    assertThat(restored.watermark(), is(NOON - TWO_MINUTES + 30_000));
  }

  @Test
  void withoutAnEventNoTimeIsKnown() {
    assertThat(clock.hasEvent(), is(false));
    clock.took(batch(0, 60));
    assertThat(clock.hasEvent(), is(false));
    assertThat(clock.isQuiet(), is(true));
  }
}
