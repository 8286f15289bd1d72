package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StepProfileTest {
  private static final StepProfile FEWER =
      new StepProfile(Map.of(Step.START, 4.0, Step.CUT, 1.0, Step.OTHER, 1.0), 2_000_000);

  private static final StepProfile MORE =
      new StepProfile(Map.of(Step.START, 4.0, Step.CUT, 5.0, Step.WRITE, 8.0), 10_000_000);

  @Test
  void theStartIsInAMillionEventsAndNotInAMillionMore() {
    assertThat(FEWER.ofMillion().get(Step.START), is(2.0));
    assertThat(FEWER.ofMillion().get(Step.CUT), is(0.5));
    assertThat(MORE.ofMillionMore(FEWER).get(Step.START), is(0.0));
    assertThat(MORE.ofMillionMore(FEWER).get(Step.CUT), is(0.5));
  }

  @Test
  void aStepThatOnlyOneRunHasCounts() {
    assertThat(FEWER.ofMillion().get(Step.WRITE), is(0.0));
    assertThat(MORE.ofMillionMore(FEWER).get(Step.WRITE), is(1.0));
    assertThat(MORE.ofMillionMore(FEWER).get(Step.OTHER), is(-0.125));
  }

  @Test
  void theOtherRunMustHaveFewerEvents() {
    assertThrows(IllegalArgumentException.class, () -> FEWER.ofMillionMore(MORE));
    assertThrows(IllegalArgumentException.class, () -> FEWER.ofMillionMore(FEWER));
  }
}
