package dev.sessionbeam.simulate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.simulate.Sample.Told;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorTest {
  private static String digest(Simulation settings) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    Simulator.run(
        settings,
        arrival -> {
          sha.update(arrival.record());
          sha.update((byte) '\n');
        });
    return HexFormat.of().formatHex(sha.digest());
  }

  @Test
  void aSeedGivesTheSameBytesAsWhenThisTestWasWritten() throws Exception {
    assertThat(
        digest(Sample.withSeed(7)),
        equalTo("5fd3d2b521b7c4c807f6cd5fe5687c26bc3c9bed3be839bd565d2ef627469b9b"));
    assertThat(
        digest(Sample.withSeed(-1)),
        equalTo("3c3b2681a3eeb59e134cbc3ca266a0d0c8a963f4a4126fee05b86f21520fa190"));
  }

  @Test
  void anotherSeedGivesOtherBytes() throws Exception {
    assertThat(digest(Sample.withSeed(8)), not(equalTo(digest(Sample.withSeed(7)))));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "5, 7", "4, 4", "37, 5", "1000, 1000", "1000, 3", "9000, 41"})
  void thereAreExactlyAsManyEventsAndMachinesAsRequested(long events, int machines)
      throws Exception {
    Simulation settings = Sample.with(events, machines);
    List<byte[]> records = new ArrayList<>();
    Simulator.Made made = Simulator.run(settings, arrival -> records.add(arrival.record()));
    assertThat(made.events(), equalTo(events));
    assertThat(made.machines(), equalTo((int) Math.min(events, machines)));
    assertThat(records, hasSize((int) (events + made.copies())));
  }

  @Test
  void theReportedCountsMatchTheRecords() throws Exception {
    List<byte[]> records = new ArrayList<>();
    Simulator.Made made = Simulator.run(Sample.USUAL, arrival -> records.add(arrival.record()));
    List<Told> valid = Sample.events(Sample.USUAL);
    Set<List<Object>> distinct = valid.stream().map(Told::key).collect(Collectors.toSet());
    Set<String> machines = valid.stream().map(Told::machine).collect(Collectors.toSet());
    assertThat((long) records.size() - valid.size(), equalTo(made.invalid()));
    assertThat((long) valid.size() - distinct.size(), equalTo(made.copies()));
    assertThat(machines, hasSize(made.machines()));
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.005", "0.2, 0.1", "0.5, 0.5", "0, 0", "1, 0", "0, 1", "1, 1"})
  void sharesAreAboutAsRequested(double duplicates, double invalid) throws Exception {
    Simulation settings = Sample.with(Duration.ofMinutes(2), duplicates, invalid);
    Simulator.Made made = Simulator.run(settings, line -> {});
    double valid = made.events() - made.invalid();
    assertThat((double) made.invalid() / made.events(), closeTo(invalid, 0.01));
    assertThat(made.copies() / Math.max(1, valid), closeTo(valid == 0 ? 0 : duplicates, 0.01));
  }

  @Test
  void noEventArrivesLaterThanTheDisorderAllowsButSomeNearlyDo() {
    long disorder = Sample.USUAL.disorder().toMillis();
    assertThat(
        worstDelay(Sample.events(Sample.USUAL)),
        both(greaterThan(disorder * 9 / 10)).and(lessThanOrEqualTo(disorder)));
  }

  @Test
  void noDuplicateArrivesLaterThanTheDisorderAllows() {
    Simulation settings = Sample.with(Duration.ofSeconds(30), 1, 0);
    assertThat(worstDelay(Sample.events(settings)), lessThanOrEqualTo(30_000L));
  }

  @Test
  void withoutDisorderEventsComeInTheOrderInWhichTheyHappened() {
    Simulation settings = Sample.with(Duration.ZERO, 0.1, 0.1);
    assertThat(worstDelay(Sample.events(settings)), equalTo(0L));
  }

  /** The longest time by which an event happened before the latest event that arrived before it. */
  private static long worstDelay(List<Told> arrivals) {
    long latest = Long.MIN_VALUE;
    long worst = 0;
    for (Told event : arrivals) {
      latest = Math.max(latest, event.instant());
      worst = Math.max(worst, latest - event.instant());
    }
    return worst;
  }

  @Test
  void disorderAndDuplicatesDoNotChangeTheEvents() {
    Set<String> plain = texts(Sample.with(Duration.ZERO, 0, 0.005));
    Set<String> shuffled = texts(Sample.with(Duration.ofHours(3), 0, 0.005));
    Set<String> usual = texts(Sample.USUAL);
    assertThat(shuffled, equalTo(plain));
    usual.removeIf(json -> json.endsWith(",\"attempt\":2}"));
    assertThat(usual, equalTo(plain));
  }

  private static Set<String> texts(Simulation settings) {
    return new HashSet<>(Sample.events(settings).stream().map(Told::json).toList());
  }
}
