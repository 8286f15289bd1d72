package dev.sessionbeam.simulate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationReaderTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SimulationReader reader = new SimulationReader();

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0s, PT0S",
    "2m, PT2M",
    "90s, PT90S",
    "1h, PT1H",
    "500ms, PT0.5S",
    "30m30s, PT30M30S"
  })
  void aDurationIsWrittenInUnits(String text, Duration expected) {
    assertThat(reader.duration("--disorder", text, HOUR), equalTo(expected));
    assertThat(reader.faults(), empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "-2m", "m", "2 m", "1.5h", "2min", "61m", "99999999999999d", "٢m"})
  void aTextThatIsNotADurationOrIsTooLongIsAFault(String text) {
    reader.duration("--disorder", text, HOUR);
    assertThat(reader.faults(), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.005", "1.0", "0.0"})
  void aShareIsFromZeroToOne(String text) {
    assertThat(reader.share("--invalid", text), equalTo(Double.parseDouble(text)));
    assertThat(reader.faults(), empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-0.1", "1.01", "1%", "NaN", "Infinity", "0x1", "1f", "1e-2", ".5"})
  void aTextThatIsNotAShareIsAFault(String text) {
    reader.share("--invalid", text);
    assertThat(reader.faults(), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "101", "1e2", "5.0", "99999999999999999999", "ten"})
  void aTextThatIsNotACountOrIsTooLargeIsAFault(String text) {
    reader.count("--files", text, 100);
    assertThat(reader.faults(), hasSize(1));
  }

  @Test
  void theLargestCountAndTheSmallestSeedAreRead() {
    assertThat(reader.count("--files", "100", 100), equalTo(100L));
    assertThat(reader.seed("--seed", "-9223372036854775808"), equalTo(Long.MIN_VALUE));
    assertThat(reader.faults(), empty());
  }

  @Test
  void aTimeHasItsOffset() {
    assertThat(
        reader.instant("--start", "2017-02-05T01:00:00+01:00"),
        equalTo(Instant.parse("2017-02-05T00:00:00Z")));
    reader.instant("--start", "2017-02-05");
    assertThat(
        reader.faults(),
        contains(
            "--start: '2017-02-05' is not a time: write it like 2017-02-05T00:00:00Z, now"
                + " or now-2h"));
  }

  @Test
  void aStartMayBeNowOrATimeBeforeNowToTheSecond() {
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    SimulationReader atNoon = new SimulationReader(() -> noon.plusMillis(999));
    assertThat(atNoon.instant("--start", "now"), equalTo(noon));
    assertThat(atNoon.instant("--start", "now-1h30m"), equalTo(noon.minusSeconds(5400)));
    assertThat(atNoon.faults(), empty());
    atNoon.instant("--start", "now-soon");
    atNoon.instant("--start", "now+1h");
    assertThat(atNoon.faults(), hasSize(2));
  }

  @ParameterizedTest
  @CsvSource({"500, 500/s", "3000 /s, 3000/s", "1.5k/s, 1/s", "-20/s, 20/s", "fast, 3000/s"})
  void theFaultOfATextThatIsNotARateNamesTheNearestForm(String text, String nearest) {
    reader.rate("--rate", text);
    assertThat(
        reader.faults(),
        contains("--rate: '" + text + "' is not a rate: write it like " + nearest));
  }

  @Test
  void aRateIsANumberPerSecond() {
    assertThat(reader.rate("--rate", "3000/s"), equalTo(3000L));
    assertThat(reader.faults(), empty());
  }

  @Test
  void allFaultsAreReported() {
    reader.count("--events", "x", 5);
    reader.seed("--seed", "1.5");
    reader.share("--invalid", "2");
    assertThat(
        reader.faults(),
        contains(
            "--events: 'x' is not a whole number from 1 to 5",
            "--seed: '1.5' is not a whole number of 64 bits",
            "--invalid: '2' is not a share: write a number from 0 to 1, such as 0.01"));
  }
}
