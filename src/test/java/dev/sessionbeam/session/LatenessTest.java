package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/semantics.md, section 5: an event is late if its instant plus the allowed lateness is before
 * the watermark.
 */
class LatenessTest {
  @ParameterizedTest
  @CsvSource({
    "100, 50, 149, false",
    "100, 50, 150, false",
    "100, 50, 151, true",
    "100, 0, 100, false",
    "100, 0, 101, true",
    "-100, 50, -50, false",
    "-100, 50, -49, true"
  })
  void anEventIsLateIfItsInstantPlusTheAllowedLatenessIsBeforeTheWatermark(
      long instant, long allowed, long watermark, boolean late) {
    assertThat(new Lateness(allowed).isLate(instant, watermark), is(late));
  }

  /** Only events before an instant can change what ends at that instant, the gap included. */
  @Test
  void aWindowIsFinalAsSoonAsTheLastEventBeforeItsEndIsLate() {
    for (long allowed : new long[] {0, 1, 50}) {
      Lateness lateness = new Lateness(allowed);
      long end = 130;
      long isFinal = lateness.finalAt(end);
      assertThat(isFinal, is(end + allowed));
      assertThat(lateness.isLate(end - 1, isFinal), is(true));
      assertThat(lateness.isLate(end - 1, isFinal - 1), is(false));
    }
  }
}
