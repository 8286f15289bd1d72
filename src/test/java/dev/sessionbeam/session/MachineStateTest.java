package dev.sessionbeam.session;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.session.ActiveWindow.Content;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a machine's timer fires next, and what is removed from its state then. */
class MachineStateTest {
  private static final MachineLimit LIMIT = new MachineLimit(240, 100);

  /** An eighth of it is 10 ms: all that is final within these 10 ms is removed together. */
  private static final Lateness LATENESS = new Lateness(80);

  private static MachineState<SessionWindow> machine(
      Map<Long, Long> bytes, ActiveWindow<?>... active) {
    @SuppressWarnings("unchecked") // They are made here, by window(..).
    List<ActiveWindow<SessionWindow>> windows =
        (List<ActiveWindow<SessionWindow>>) (List<?>) List.of(active);
    return MachineState.<SessionWindow>unknown()
        .with(new MachineWindows<>(windows, active.length))
        .with(bytes);
  }

  private static ActiveWindow<SessionWindow> window(long instant, boolean fresh) {
    return new ActiveWindow<>(
        Story.window(instant, false, 30), List.of(0), fresh ? Content.NEW : Content.EMITTED);
  }

  private static long nextWake(MachineState<SessionWindow> machine) {
    return machine.nextWake(LIMIT, LATENESS);
  }

  @Test
  void aMachineWakesWhenTheFirstOfItsWindowsIsDue() {
    assertThat(nextWake(machine(Map.of(), window(101, true), window(7, true))), is(37L));
  }

  @Test
  void aMachineWakesSoonAfterAWindowIsFinal() {
    assertThat(nextWake(machine(Map.of(), window(0, false))), is(110L));
    assertThat(nextWake(machine(Map.of(), window(1, false))), is(120L));
    assertThat(nextWake(machine(Map.of(), window(-111, false))), is(0L));
    assertThat(nextWake(machine(Map.of(), window(1, false), window(90, true))), is(120L));
    assertThat(nextWake(machine(Map.of(), window(1, false), window(89, true))), is(119L));
  }

  @Test
  void withoutLatenessAMachineWakesAtTheMomentThatAWindowIsFinal() {
    MachineState<SessionWindow> machine = machine(Map.of(), window(1, false));
    assertThat(machine.nextWake(LIMIT, new Lateness(0)), is(31L));
  }

  @Test
  void aMachineWakesSoonAfterASpanCanHaveNoMoreEvents() {
    assertThat(nextWake(machine(Map.of(3L, 1L, 0L, 1L))), is(320L));
  }

  @Test
  void aMachineWithoutStateNeverWakes() {
    assertThat(nextWake(machine(Map.of())), is(MachineWindows.NEVER));
    assertThat(MachineState.<SessionWindow>unknown().isEmpty(), is(true));
    assertThat(machine(Map.of(0L, 1L)).isEmpty(), is(false));
    assertThat(machine(Map.of(), window(0, false)).isEmpty(), is(false));
  }

  @Test
  void theBytesOfASpanAreForgottenOnceItsLastInstantIsLate() {
    MachineState<SessionWindow> machine = machine(Map.of(0L, 1L, 1L, 2L));
    assertThat(LATENESS.isLate(239, 319), is(false));
    assertThat(machine.withoutSpansBefore(319, LIMIT, LATENESS), is(machine));
    assertThat(LATENESS.isLate(239, 320), is(true));
    assertThat(machine.withoutSpansBefore(320, LIMIT, LATENESS).bytes(), is(Map.of(1L, 2L)));
  }
}
