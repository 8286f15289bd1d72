package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks when a ledger adds up. */
@Tag("locales")
class LedgerTest {
  private static Ledger ledger(long read) {
    return ledger(read, 0);
  }

  private static Ledger ledger(long read, long dropped) {
    Ledger.Revised revised = new Ledger.Revised(0, 0, dropped);
    return new Ledger(
        read, 6, 1, 2, 1, 0, 3, 2, new TreeMap<>(), revised, null, null, false, new TreeMap<>());
  }

  @Test
  void itAddsUpIfEveryRecordReadIsCountedOnce() {
    assertThat(ledger(10).addsUp(), is(true));
    assertThat(ledger(10).table(), containsString("The ledger adds up."));
  }

  @Test
  void aRecordThatIsMissingOrCountedTwiceIsReported() {
    assertThat(ledger(11).addsUp(), is(false));
    assertThat(ledger(9).addsUp(), is(false));
    assertThat(ledger(11).table(), containsString("THE LEDGER DOES NOT ADD UP."));
    assertThat(ledger(11).values().get("adds_up"), is(false));
  }

  @Test
  void eventsOutsideOfARangeOfDaysAreATermOfTheirOwn() {
    Ledger.Revised revised = new Ledger.Revised(0, 0, 0);
    Ledger.Outside outside = new Ledger.Outside(4, 3);
    Ledger ledger =
        new Ledger(
            17,
            6,
            1,
            2,
            1,
            0,
            3,
            2,
            new TreeMap<>(),
            revised,
            null,
            outside,
            false,
            new TreeMap<>());
    assertThat(ledger.addsUp(), is(true));
    assertThat(ledger.table(), containsString("+ outside of --from and --to"));
    outside = new Ledger.Outside(4, 2);
    ledger =
        new Ledger(
            17,
            6,
            1,
            2,
            1,
            0,
            3,
            2,
            new TreeMap<>(),
            revised,
            null,
            outside,
            false,
            new TreeMap<>());
    assertThat(ledger.addsUp(), is(false));
  }

  @Test
  void eventsThatTheFilterLeftOutAreATermOfTheirOwn() {
    Ledger.Revised revised = new Ledger.Revised(0, 0, 0);
    Ledger ledger =
        new Ledger(
            15, 6, 1, 2, 1, 5, 3, 2, new TreeMap<>(), revised, null, null, false, new TreeMap<>());
    assertThat(ledger.addsUp(), is(true));
    assertThat(ledger.table(), containsString("+ filtered"));
    assertThat(ledger.values().get("filtered"), is(5L));
  }

  @Test
  void aRecordThatIsMissingInTheArchiveIsReported() {
    Ledger.Revised revised = new Ledger.Revised(0, 0, 0);
    Ledger whole =
        new Ledger(
            10, 6, 1, 2, 1, 0, 3, 2, new TreeMap<>(), revised, 10L, null, false, new TreeMap<>());
    assertThat(whole.addsUp(), is(true));
    Ledger less =
        new Ledger(
            10, 6, 1, 2, 1, 0, 3, 2, new TreeMap<>(), revised, 9L, null, false, new TreeMap<>());
    assertThat(less.addsUp(), is(false));
    assertThat(less.table(), containsString("records archived"));
  }

  @Test
  void aContainerCountsAsTheRecordsInIt() {
    Ledger.Revised revised = new Ledger.Revised(0, 0, 0);
    Ledger.Unwrapped unwrapped = new Ledger.Unwrapped(3, 8);
    Ledger ledger =
        new Ledger(
            10,
            6,
            1,
            2,
            1,
            0,
            3,
            2,
            new TreeMap<>(),
            revised,
            5L,
            null,
            false,
            new TreeMap<>(),
            unwrapped,
            Deliveries.NONE,
            Findings.NONE);
    assertThat("the archive has what the source has", ledger.addsUp(), is(true));
    assertThat(ledger.table(), containsString("containers unwrapped"));
    assertThat(ledger.values().get("containers_unwrapped"), is(3L));
    assertThat(ledger.values().get("records_in_containers"), is(8L));
    ledger =
        new Ledger(
            10,
            6,
            1,
            2,
            1,
            0,
            3,
            2,
            new TreeMap<>(),
            revised,
            10L,
            null,
            false,
            new TreeMap<>(),
            unwrapped,
            Deliveries.NONE,
            Findings.NONE);
    assertThat(ledger.addsUp(), is(false));
  }

  /** No other term of the ledger would show that lines of sessions are lost. */
  @Test
  void itDoesNotAddUpIfBeamDroppedElements() {
    assertThat(ledger(10, 1).addsUp(), is(false));
    assertThat(ledger(10, 1).table(), containsString("ELEMENTS DROPPED BY BEAM"));
    assertThat(ledger(10, 1).values().get("elements_dropped_by_beam"), is(1L));
  }

  /** The names are those of Beam's own counters, each of another step of Beam. */
  @ParameterizedTest
  @ValueSource(
      strings = {"droppedDueToLateness", "droppedDueToClosedWindow", "StatefulParDoDropped"})
  void elementsThatBeamDropsAreCounted(String counter) {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(Create.of("element")).apply(Filter.by(element -> drop(counter)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertThat(Ledger.of(result, false, false).revised().dropped(), is(1L));
  }

  private static boolean drop(String counter) {
    Metrics.counter(LedgerTest.class, counter).inc();
    return false;
  }
}
