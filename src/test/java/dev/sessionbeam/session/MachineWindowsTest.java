package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.junit.jupiter.api.Test;

/** The windows of a machine from the first event to the last that can touch them. */
class MachineWindowsTest {
  private static final long GAP = 30;
  private static final Lateness LATENESS = new Lateness(100);

  private MachineWindowing<BoundedWindow> windowing =
      MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(GAP, 0)));
  private MachineWindows<BoundedWindow> windows = MachineWindows.none();

  /**
   * Windows of single events arrive. Returns the places under which they are kept, in the same
   * order.
   */
  private List<Integer> arrive(long... instants) throws Exception {
    List<BoundedWindow> arriving =
        Arrays.stream(instants).mapToObj(MachineWindowsTest::window).toList();
    MachineWindows.Merged<BoundedWindow> merged = windows.with(arriving, windowing);
    windows = merged.windows();
    assertThat(merged.places().keySet(), is(Set.copyOf(arriving)));
    return arriving.stream().map(merged.places()::get).toList();
  }

  private static BoundedWindow window(long instant) {
    return Story.window(instant, false, GAP);
  }

  /** Emits all due windows. */
  private void emit(long watermark) {
    windows = windows.emitted(windows.dueAt(watermark));
  }

  /** Windows as {@code first-last[places]}, with a star if there is something to emit. */
  private static String text(List<ActiveWindow<BoundedWindow>> windows) {
    return windows.stream()
        .map(
            held -> {
              SessionWindow window = (SessionWindow) held.window();
              return String.format(
                  Locale.ROOT,
                  "%d-%d%s%s",
                  window.start(),
                  window.last(),
                  held.places(),
                  held.fresh() ? "*" : "");
            })
        .collect(Collectors.joining(" "));
  }

  private String text() {
    return text(windows.active());
  }

  @Test
  void eachWindowGetsAPlaceOfItsOwn() throws Exception {
    assertThat(arrive(0, 100), is(List.of(0, 1)));
    assertThat(arrive(200), is(List.of(2)));
    assertThat(text(), is("0-0[0]* 100-100[1]* 200-200[2]*"));
    assertThat(windows.nextPlace(), is(3));
  }

  @Test
  void eventsThatMergeWithAHeldWindowAreKeptInItsPlace() throws Exception {
    arrive(0, 100);
    assertThat(arrive(110, 120), is(List.of(1, 1)));
    assertThat(text(), is("0-0[0]* 100-120[1]*"));
    assertThat(arrive(100), is(List.of(1)));
    assertThat(text(), is("0-0[0]* 100-120[1]*"));
  }

  @Test
  void arrivingWindowsThatMergeShareAPlace() throws Exception {
    assertThat(arrive(0, 20, 100), is(List.of(0, 0, 1)));
    assertThat(text(), is("0-20[0]* 100-100[1]*"));
  }

  @Test
  void placesAreKeptWhenWindowsMerge() throws Exception {
    arrive(0);
    arrive(80);
    arrive(40);
    assertThat(text(), is("0-0[0]* 80-80[1]* 40-40[2]*"));
    assertThat(arrive(60), is(List.of(1)));
    assertThat(text(), is("0-0[0]* 40-80[1, 2]*"));
    assertThat(arrive(20), is(List.of(0)));
    assertThat(text(), is("0-80[0, 1, 2]*"));
    assertThat(arrive(1000), is(List.of(3)));
  }

  @Test
  void aPlaceIsNotUsedAgain() throws Exception {
    arrive(0, 40);
    arrive(20);
    emit(1000);
    windows = windows.without(windows.active());
    assertThat(arrive(0), is(List.of(2)));
  }

  @Test
  void aWindowIsDueAtTheEndOfItsGap() throws Exception {
    arrive(0, 100);
    assertThat(windows.nextDue(), is(30L));
    assertThat(text(windows.dueAt(29)), is(""));
    assertThat(text(windows.dueAt(30)), is("0-0[0]*"));
    assertThat(text(windows.dueAt(130)), is("0-0[0]* 100-100[1]*"));
  }

  @Test
  void anEmittedWindowHasAllEventsInItsFirstPlaceAndIsNotDueAgain() throws Exception {
    arrive(0, 40, 1000);
    arrive(20);
    assertThat(text(), is("0-40[0, 1]* 1000-1000[2]*"));
    emit(70);
    assertThat(text(), is("0-40[0] 1000-1000[2]*"));
    assertThat(windows.dueAt(999), is(empty()));
    assertThat(windows.nextDue(), is(1030L));
  }

  @Test
  void anEmittedWindowIsNotChangedByEventsThatDoNotMergeWithIt() throws Exception {
    arrive(0);
    emit(30);
    ActiveWindow<BoundedWindow> emitted = windows.active().get(0);
    arrive(100);
    assertThat(text(), is("0-0[0] 100-100[1]*"));
    assertThat(windows.active().get(0), is(emitted));
  }

  @Test
  void anEmittedWindowIsDueAgainWhenAnEventMergesWithIt() throws Exception {
    arrive(0, 100);
    emit(30);
    assertThat(arrive(29), is(List.of(0)));
    assertThat(text(), is("0-29[0]* 100-100[1]*"));
    assertThat(text(windows.dueAt(59)), is("0-29[0]*"));
    emit(59);
    assertThat(arrive(0), is(List.of(0)));
    assertThat(text(windows.dueAt(59)), is("0-29[0]*"));
  }

  @Test
  void aBridgeHasThePlacesOfEmittedAndOfFreshWindows() throws Exception {
    arrive(0);
    emit(30);
    arrive(40);
    assertThat(text(), is("0-0[0] 40-40[1]*"));
    arrive(20);
    assertThat(text(), is("0-40[0, 1]*"));
  }

  /** Changed rules could merge them, but then there would be nothing new to emit. */
  @Test
  void emittedWindowsMergeOnlyWithNewEvents() throws Exception {
    arrive(0, 40);
    emit(70);
    windowing = MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(60, 0)));
    assertThat(arrive(1000), is(List.of(2)));
    assertThat(text(), is("0-0[0] 40-40[1] 1000-1000[2]*"));
    assertThat(arrive(50), is(List.of(0)));
    assertThat(text(), is("0-50[0, 1]* 1000-1000[2]*"));
  }

  @Test
  void freshWindowsMergeByTheCurrentRules() throws Exception {
    arrive(0, 40);
    windowing = MachineWindowing.of(SessionWindows.of(SessionRules.ofMillis(60, 0)));
    arrive(1000);
    assertThat(text(), is("0-40[0, 1]* 1000-1000[2]*"));
  }

  @Test
  void aWindowIsFinalOnceEveryEventThatCouldTouchItIsLate() throws Exception {
    arrive(0, 100);
    assertThat(windows.nextFinal(LATENESS), is(MachineWindows.NEVER));
    emit(30);
    assertThat(windows.nextFinal(LATENESS), is(130L));
    assertThat(windows.finalAt(129, LATENESS), is(empty()));
    assertThat(text(windows.finalAt(130, LATENESS)), is("0-0[0]"));
    assertThat(new Lateness(100).isLate(29, 130), is(true));
  }

  @Test
  void aWindowWithFreshEventsIsNotFinal() throws Exception {
    arrive(0);
    assertThat(windows.finalAt(Long.MAX_VALUE, LATENESS), is(empty()));
  }

  @Test
  void aForgottenWindowIsGone() throws Exception {
    arrive(0, 100);
    emit(30);
    windows = windows.without(windows.finalAt(130, LATENESS));
    assertThat(text(), is("100-100[1]*"));
  }

  @Test
  void aMachineWithoutWindowsHasNothingToDo() {
    assertThat(windows.nextDue(), is(MachineWindows.NEVER));
    assertThat(windows.nextFinal(LATENESS), is(MachineWindows.NEVER));
  }
}
