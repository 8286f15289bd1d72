package dev.sessionbeam.session;

import static dev.sessionbeam.session.Story.event;
import static dev.sessionbeam.session.Story.opening;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.SlidingWindows;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.transforms.windowing.WindowMappingFn;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Which window functions the grouping accepts, and how they split a machine's events. */
class MachineWindowingTest {
  private static final WindowFn<?, ?> SESSIONS = SessionWindows.of(SessionRules.ofMillis(30, 0));
  private static final WindowFn<?, ?> BEAM_SESSIONS = Sessions.withGapDuration(Duration.millis(30));
  private static final WindowFn<?, ?> FIXED = FixedWindows.of(Duration.millis(30));

  private static List<WindowedPack<BoundedWindow>> split(WindowFn<?, ?> windowFn, Event... events)
      throws Exception {
    return MachineWindowing.of(windowFn).split("m", Packs.sourced(List.of(events)));
  }

  private static WindowedPack<BoundedWindow> windowed(BoundedWindow window, Event... events) {
    return new WindowedPack<>(window, Packs.pack(events));
  }

  private static IntervalWindow interval(long start, long end) {
    return new IntervalWindow(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
  }

  @Test
  void eventsAreSplitIntoOnePackPerMergedWindow() throws Exception {
    Event a = event(0, "a");
    Event b = event(20, "b");
    Event c = opening(100, "c");
    assertThat(
        split(SESSIONS, b, c, a),
        is(
            List.of(
                windowed(new SessionWindow(0, 20, SessionWindow.NO_OPENING, false, 30), b, a),
                windowed(new SessionWindow(100, 100, 100, true, 30), c))));
  }

  @Test
  void aFunctionThatIgnoresSpansGetsOnePackPerAssignedWindow() throws Exception {
    Event a = event(0, "a");
    Event b = event(20, "b");
    Event c = event(0, "c");
    assertThat(
        split(BEAM_SESSIONS, a, b, c),
        is(List.of(windowed(interval(0, 30), a, c), windowed(interval(20, 50), b))));
  }

  @Test
  void ifOnePackDoesNotGetItsMergedWindowNoPackIsMerged() throws Exception {
    Event alone = event(1000, "z");
    Event a = event(0, "a");
    Event b = event(20, "b");
    assertThat(
        split(BEAM_SESSIONS, alone, a, b),
        is(
            List.of(
                windowed(interval(1000, 1030), alone),
                windowed(interval(0, 30), a),
                windowed(interval(20, 50), b))));
  }

  @Test
  void windowsThatNeverMergeEachGetAPack() throws Exception {
    Event a = event(0, "a");
    Event b = event(29, "b");
    Event c = event(30, "c");
    assertThat(
        split(FIXED, c, a, b),
        is(List.of(windowed(interval(30, 60), c), windowed(interval(0, 30), a, b))));
    assertThat(
        split(new GlobalWindows(), c, a, b), is(List.of(windowed(GlobalWindow.INSTANCE, c, a, b))));
  }

  @Test
  void eventsWithoutRecordsAreSplitTheSameWay() throws Exception {
    SourcedEvents both = Packs.sourced(List.of(event(0, "a"), event(100, "b")));
    List<WindowedPack<BoundedWindow>> packs =
        MachineWindowing.of(SESSIONS).split("m", new SourcedEvents(both.events(), List.of()));
    assertThat(packs.size(), is(2));
    for (WindowedPack<BoundedWindow> pack : packs) {
      assertThat(pack.pack().records(), is(List.of()));
      assertThat(pack.pack().events().toList("m").size(), is(1));
    }
  }

  @Test
  void onlyWindowsThatMergeHaveAnEntry() throws Exception {
    MachineWindowing<BoundedWindow> windowing = MachineWindowing.of(BEAM_SESSIONS);
    assertThat(windowing.merge(List.of(interval(0, 30))), is(anEmptyMap()));
    assertThat(
        windowing.merge(List.of(interval(0, 30), interval(90, 120), interval(20, 50))),
        is(Map.of(interval(0, 30), interval(0, 50), interval(20, 50), interval(0, 50))));
  }

  @Test
  void slidingWindowsAreRejectedWithAHint() {
    SlidingWindows sliding = SlidingWindows.of(Duration.millis(60)).every(Duration.millis(30));
    IllegalArgumentException rejection =
        assertThrows(IllegalArgumentException.class, () -> MachineWindowing.of(sliding));
    assertThat(rejection.getMessage(), containsString("may assign several windows to an event"));
    assertThat(rejection.getMessage(), containsString("such as SessionWindows"));
    assertThrows(IllegalArgumentException.class, () -> PackByMachine.by(sliding));
  }

  @Test
  void aMergingFunctionThatAssignsTwoWindowsFailsAtItsFirstEvent() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> split(new TwoWindows(), event(0, "a")));
    assertThat(failure.getMessage(), containsString("must assign one window to an event"));
  }

  private static final class TwoWindows extends WindowFn<Object, IntervalWindow> {
    @Override
    public List<IntervalWindow> assignWindows(AssignContext c) {
      return List.of(interval(0, 30), interval(10, 40));
    }

    @Override
    public void mergeWindows(MergeContext c) {}

    @Override
    @Deprecated
    public boolean isCompatible(WindowFn<?, ?> other) {
      return false;
    }

    @Override
    public Coder<IntervalWindow> windowCoder() {
      return IntervalWindow.getCoder();
    }

    @Override
    public WindowMappingFn<IntervalWindow> getDefaultWindowMappingFn() {
      throw new UnsupportedOperationException();
    }
  }
}
