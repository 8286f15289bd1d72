package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deliver.DestinationCounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks when deliveries add up. */
@Tag("locales")
class DeliveriesTest {
  private static Deliveries deliveries(
      long delivered, long waiting, long routed, long undeliveredLines) {
    DestinationCounts crm =
        new DestinationCounts(1002 + waiting + delivered, delivered, 1000, 2, waiting, 7);
    return new Deliveries(new TreeMap<>(Map.of("crm", crm)), 5, routed, undeliveredLines);
  }

  @Test
  void theyAddUpIfEachRoutedDeliveryHasAnEnd() {
    assertThat(deliveries(8, 0, 1010, 2).addUp(false), is(true));
    assertThat(deliveries(8, 0, 1010, 2).table(false), containsString("The deliveries add up."));
    assertThat(deliveries(8, 1, 1011, 2).addUp(false), is(false));
    assertThat(
        deliveries(8, 1, 1011, 2).table(false), containsString("THE DELIVERIES DO NOT ADD UP."));
  }

  @Test
  void aDeliveryThatWasLostBeforeItsDestinationIsReported() {
    assertThat(deliveries(8, 0, 1011, 2).addUp(false), is(false));
    assertThat(
        deliveries(8, 0, 1011, 2).fault(),
        is(
            "the deliveries do not add up: 1,011 were routed, and 1,010 have an end; 2 lines are in"
                + " undelivered/"));
  }

  @Test
  void aDeadLetterThatIsNotWrittenIsReported() {
    assertThat(deliveries(8, 0, 1010, 1).addUp(false), is(false));
  }

  @Test
  void aRunThatResumedComparesOnlyWhatGoesBackToTheFirstStart() {
    assertThat(deliveries(8, 0, 3, 0).addUp(true), is(true));
    assertThat(deliveries(8, 1, 3, 0).addUp(true), is(false));
  }

  @Test
  void theSummaryHasEachDestination() {
    Map<String, Object> values = new LinkedHashMap<>();
    deliveries(8, 0, 1010, 2).putInto(values, false);
    assertThat(
        values.toString(),
        is(
            "{deliveries={crm={routed=1010, delivered=8, dead_lettered=1000, undelivered=2,"
                + " waiting=0, retries=7}}, events_unrouted=5, deliveries_add_up=true}"));
  }

  @Test
  void aRunWithoutRoutesSaysNothingOfThem() {
    Map<String, Object> values = new LinkedHashMap<>();
    Deliveries.NONE.putInto(values, false);
    assertThat(values, is(Map.of()));
    assertThat(Deliveries.NONE.table(false), is(""));
    assertThat(Deliveries.NONE.addUp(false), is(true));
  }
}
