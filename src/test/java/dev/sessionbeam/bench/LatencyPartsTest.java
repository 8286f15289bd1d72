package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LatencyPartsTest {
  private static final LatencyParts.Settings SETTINGS =
      new LatencyParts.Settings(5_000, 2_000, 1_000);

  private static final long ENDED = 1_700_000_000_000L;

  @Test
  void thePartsAddUpToTheWholeTime() {
    LatencyParts parts = LatencyParts.of(SETTINGS, ENDED, ENDED + 8_250, ENDED + 9_750);
    assertThat(parts, is(new LatencyParts(5, 2, 1, 0.25, 1.5)));
    assertThat(parts.all(), is(9.75));
  }

  @Test
  void aFileThatWasWrittenBeforeItsDelayWasOverHasWaitedForLess() {
    LatencyParts parts = LatencyParts.of(SETTINGS, ENDED, ENDED + 7_500, ENDED + 7_500);
    assertThat(parts, is(new LatencyParts(5, 2, 0.5, 0, 0)));
  }

  @Test
  void aLineBeforeItsTimeIsAFault() {
    Exception early =
        assertThrows(
            IllegalArgumentException.class,
            () -> LatencyParts.of(SETTINGS, ENDED, ENDED + 6_999, ENDED + 8_000));
    assertThat(early.getMessage(), containsString("cannot be in a file"));
    assertThrows(
        IllegalArgumentException.class,
        () -> LatencyParts.of(SETTINGS, ENDED, ENDED + 8_000, ENDED + 7_999));
  }
}
