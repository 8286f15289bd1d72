package dev.sessionbeam.simulate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static Simulation starting(String start, long events, int machines) {
    return new Simulation(
        events,
        machines,
        1,
        4,
        Duration.ofMinutes(2),
        0.01,
        0.005,
        Instant.parse(start),
        Duration.ofDays(1));
  }

  @Test
  void usualSettingsHaveNoFault() {
    assertThat(starting("2017-02-05T00:00:00Z", 1_000_000_000, 5000).faults(), empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1999-12-31T23:59:59.999Z", "2100-01-01T00:00:00Z", "-1000-01-01T00:00:00Z"})
  void aStartOutsideTheValidYearsIsAFault(String start) {
    assertThat(starting(start, 10, 1).faults(), contains(startsWith("--start: ")));
  }

  @ParameterizedTest
  @CsvSource({
    "2017-02-05T00:00:00Z, 5000000, 1",
    "2017-02-05T00:00:00Z, 1000000000000, 4",
    "2099-12-31T00:00:00Z, 1, 1"
  })
  void eventsThatMayGoBeyondTheValidYearsAreAFault(String start, long events, int machines) {
    assertThat(starting(start, events, machines).faults(), contains(startsWith("--events: ")));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 4", "100, 4", "20000, 300", "1000000, 100000", "1000000000, 5000"})
  void quotasAddUpToAllEventsAndEveryMachineGetsOne(long events, int machines) {
    Quotas quotas = Quotas.of(starting("2017-02-05T00:00:00Z", events, machines));
    long sum = 0;
    long least = Long.MAX_VALUE;
    for (int machine = 0; machine < quotas.machines(); machine++) {
      sum += quotas.of(machine);
      least = Math.min(least, quotas.of(machine));
    }
    assertThat(sum, equalTo(events));
    assertThat(least > 0, equalTo(true));
  }
}
