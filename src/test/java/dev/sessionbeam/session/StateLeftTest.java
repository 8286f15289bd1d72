package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a stream leaves behind in Flink's keyed state, looked at in mid-stream. */
class StateLeftTest {
  private static final long FAR = 100_000;

  /** The state at the moment at which a last machine's session comes out. */
  private static Map<String, Integer> stateBehind(StreamStory story) {
    story
        .watermark(FAR)
        .arrives("last", Story.event(FAR, "z"))
        .watermark(FAR + StreamStory.GAP + 1);
    List<Map<String, Integer>> seen =
        story.onFlink(1, "--stateBackendFactory=" + CountedState.Factory.class.getName()).states();
    return seen.get(seen.size() - 1);
  }

  @Test
  void sessionsThatAreOverLeaveNothing() {
    StreamStory story = new StreamStory(240, 100);
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
    Map<String, Integer> nothingElse = stateBehind(new StreamStory(240, 100));
    assertThat(nothingElse.values().stream().mapToInt(Integer::intValue).sum(), is(greaterThan(0)));
    assertThat(stateBehind(story), is(nothingElse));
  }

  @Test
  void aMachineThatNeverPausesHoldsNoMoreAfterTenCapsThanAfterFive() {
    assertThat(stateOfARobot(2_400), is(stateOfARobot(1_200)));
  }

  /** The state when the robot's last session but one comes out. */
  private static Map<String, Integer> stateOfARobot(int millis) {
    StreamStory story = new StreamStory(240, 100);
    for (int i = 0; i < millis; i += 10) {
      story.event(i, "e%04d".formatted(i));
      if (i % 50 == 0) {
        story.watermark(i - 20L);
      }
    }
    List<Map<String, Integer>> seen =
        story.onFlink(1, "--stateBackendFactory=" + CountedState.Factory.class.getName()).states();
    assertThat(seen.size(), is(millis / 240));
    return seen.get(seen.size() - 2);
  }
}
