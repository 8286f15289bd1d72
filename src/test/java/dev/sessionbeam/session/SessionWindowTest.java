package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.beam.sdk.transforms.windowing.IncompatibleWindowException;
import org.apache.beam.sdk.util.CoderUtils;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class SessionWindowTest {
  private static final SessionRules RULES = SessionRules.ofMillis(30, 240);

  @Test
  void aWindowStaysOpenUntilTheLastMillisecondBeforeTheEndOfItsGap() {
    assertThat(Story.window(100, false, 30).maxTimestamp(), is(Instant.ofEpochMilli(129)));
  }

  @Test
  void aWindowIsEqualAfterItsCoder() throws Exception {
    for (SessionWindow window :
        List.of(Story.window(5, true, 30), new SessionWindow(1, 9, 7, false, 30))) {
      byte[] bytes = CoderUtils.encodeToByteArray(SessionWindow.WindowCoder.of(), window);
      assertThat(CoderUtils.decodeFromByteArray(SessionWindow.WindowCoder.of(), bytes), is(window));
    }
  }

  @Test
  void windowsThatDifferInOneFieldAreNotEqual() {
    SessionWindow window = new SessionWindow(1, 9, 7, false, 30);
    assertThat(window, is(not(new SessionWindow(2, 9, 7, false, 30))));
    assertThat(window, is(not(new SessionWindow(1, 8, 7, false, 30))));
    assertThat(window, is(not(new SessionWindow(1, 9, 6, false, 30))));
    assertThat(window, is(not(new SessionWindow(1, 9, 7, true, 30))));
    assertThat(window, is(not(new SessionWindow(1, 9, 7, false, 31))));
  }

  @Test
  void anOpeningWithinTheGapDoesNotJoinTheWindowBeforeIt() {
    assertThat(
        new WindowMerge(RULES)
            .groups(List.of(Story.window(0, false, 30), Story.window(10, true, 30))),
        is(List.of()));
  }

  @Test
  void anOpeningWithinAWindowJoinsItBecauseWindowsAreNeverSplit() {
    SessionWindow grown = new SessionWindow(0, 20, SessionWindow.NO_OPENING, false, 30);
    SessionWindow opening = Story.window(10, true, 30);
    assertThat(
        new WindowMerge(RULES).groups(List.of(opening, grown)).get(0).merged(),
        is(new SessionWindow(0, 20, 10, false, 30)));
  }

  @Test
  void windowsOfOtherRulesAreIncompatible() {
    assertThrows(
        IncompatibleWindowException.class,
        () ->
            SessionWindows.of(RULES)
                .verifyCompatibility(SessionWindows.of(SessionRules.ofMillis(31, 240))));
  }
}
