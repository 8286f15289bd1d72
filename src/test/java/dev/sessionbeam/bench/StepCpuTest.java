package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepCpuTest {
  private static final List<String> CUT = List.of("dev.sessionbeam.session.SessionCutter");
  private static final List<String> FORMAT = List.of("dev.sessionbeam.output.FormatSession");

  private static StepCpu.ThreadTime time(String name, double seconds) {
    return new StepCpu.ThreadTime(name, seconds);
  }

  @Test
  void theTimeOfAThreadIsDividedByItsSamples() {
    StepCpu cpu = new StepCpu();
    cpu.add(1, "task 1", CUT, 1);
    cpu.add(1, "task 1", FORMAT, 1);
    cpu.add(1, "task 1", FORMAT, 2);
    cpu.add(2, "task 2", CUT, 0.5);
    assertThat(
        cpu.divide(Map.of(1L, time("task 1", 8), 2L, time("task 2", 1)), 9),
        is(Map.of(Step.CUT, 3.0, Step.FORMAT, 6.0)));
  }

  @Test
  void threadsWithoutSamplesCountByTheirNames() {
    StepCpu cpu = new StepCpu();
    assertThat(
        cpu.divide(
            Map.of(
                1L, time("C1 CompilerThre", 1),
                2L, time("C2 CompilerThre", 2),
                3L, time("GC Thread#0", 4),
                4L, time("Signal Dispatch", 8)),
            15),
        is(Map.of(Step.COMPILERS, 3.0, Step.COLLECTION, 4.0, Step.OTHER, 8.0)));
  }

  /** The name that Java knows is longer than the one that the system keeps. */
  @Test
  void samplesGiveAThreadItsName() {
    StepCpu cpu = new StepCpu();
    cpu.add(1, "main", CUT, 1);
    assertThat(cpu.divide(Map.of(1L, time("java", 2)), 2), is(Map.of(Step.START, 2.0)));
  }

  @Test
  void theRecorderIsLeftOutAndThreadsThatNobodySawAreNot() {
    StepCpu cpu = new StepCpu();
    cpu.add(1, "JFR Recorder Thread", CUT, 1);
    assertThat(cpu.divide(Map.of(1L, time("JFR Recorder Th", 3)), 5), is(Map.of(Step.OTHER, 2.0)));
  }
}
