package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stream leaves in Flink's keyed state, counted while the stream runs. */
class StateLeftTest {
  private static final String COUNTED =
      "--stateBackendFactory=" + CountedState.Factory.class.getName();

  private static StreamStory empty(SessionGrouping how) {
    return new StreamStory(240, 100).groupedBy(how);
  }

  /** The state at the moment when the session of a last machine is emitted. */
  private static Map<String, Integer> stateAfter(StreamStory story, long millis) {
    story
        .watermark(millis)
        .arrives("last", Story.event(millis, "z"))
        .watermark(millis + StreamStory.GAP + 1)
        .hold(millis);
    return story.onFlink(1, COUNTED).state();
  }

  @ParameterizedTest
  @EnumSource
  void finalSessionsLeaveNoState(SessionGrouping how) {
    StreamStory story = empty(how);
    for (int machine = 0; machine < 20; machine++) {
      String name = "m" + machine;
      story
          .arrives(name, Story.event(0, "a"))
          .arrives(name, Story.opening(20, "b"))
          .arrives(name, Story.event(70, "d"));
    }
    story.watermark(130);
    for (int machine = 0; machine < 20; machine++) {
      // Late: bridges two sessions that were written.
      story.arrives("m" + machine, Story.event(45, "c"));
    }
    Map<String, Integer> expected = stateAfter(empty(how), 100_000);
    assertThat(expected.values().stream().mapToInt(Integer::intValue).sum(), is(greaterThan(0)));
    assertThat(stateAfter(story, 100_000), is(expected));
  }

  @ParameterizedTest
  @EnumSource
  void anOpenSessionIsInTheCount(SessionGrouping how) {
    StreamStory story = empty(how).arrives("m", Story.event(0, "a"));
    assertThat(stateAfter(story, 100), is(not(stateAfter(empty(how), 100))));
  }

  @ParameterizedTest
  @EnumSource
  void aMachineThatNeverPausesHasAsMuchStateAfterTenCapsAsAfterFive(SessionGrouping how) {
    assertThat(stateOfARobot(10, how), is(stateOfARobot(5, how)));
  }

  private static Map<String, Integer> stateOfARobot(int caps, SessionGrouping how) {
    StreamStory story = empty(how);
    for (int millis = 0; millis < caps * 240; millis += 10) {
      story.event(millis, String.format(Locale.ROOT, "e%04d", millis));
      if (millis % 50 == 0) {
        story.watermark(millis - 20L);
      }
    }
    return stateAfter(story, caps * 240L);
  }
}
