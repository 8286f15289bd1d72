package dev.sessionbeam.simulate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
  private static final long LONG_AGO = Instant.parse("2017-02-05T00:00:00Z").toEpochMilli();
  private static final long SECOND = 1_000_000_000L;

  @Test
  void eventsOfThePastAreSentAtTheRate() {
    Pace pace = new Pace(4, Duration.ZERO, START);
    assertThat(pace.due(0, LONG_AGO, 0), equalTo(0L));
    assertThat(pace.due(1, LONG_AGO, 0), equalTo(SECOND / 4));
    assertThat(pace.due(10, LONG_AGO, 0), equalTo(SECOND * 10 / 4));
    assertThat(pace.due(4_000_000_000L, LONG_AGO, 0), equalTo(SECOND * 1_000_000_000L));
    assertThat(pace.heldBack(), equalTo(false));
  }

  @Test
  void eventsOfTheFutureWaitUntilTheyHappen() {
    Pace pace = new Pace(4, Duration.ZERO, START);
    long inTenSeconds = START.plusSeconds(10).toEpochMilli();
    assertThat(pace.due(1, inTenSeconds, 0), equalTo(10 * SECOND));
    assertThat(pace.heldBack(), equalTo(true));
    assertThat(pace.due(80, inTenSeconds, 0), equalTo(20 * SECOND));
  }

  @Test
  void withoutARateARecordIsDueAtOnce() {
    Pace pace = new Pace(0, Duration.ofSeconds(2), START);
    assertThat(pace.due(99, LONG_AGO, 7), equalTo(7L));
    assertThat(pace.isOver(2 * SECOND - 1), equalTo(false));
    assertThat(pace.isOver(2 * SECOND), equalTo(true));
  }

  @Test
  void aDurationLimitsTheNumberOfRecords() {
    Pace pace = new Pace(3000, Duration.ofMinutes(2), START);
    assertThat(pace.isOver(pace.due(359_999, LONG_AGO, 0)), equalTo(false));
    assertThat(pace.isOver(pace.due(360_000, LONG_AGO, 0)), equalTo(true));
  }

  @Test
  void withoutADurationThereIsNoEnd() {
    assertThat(new Pace(1, Duration.ZERO, START).isOver(Long.MAX_VALUE), equalTo(false));
  }
}
