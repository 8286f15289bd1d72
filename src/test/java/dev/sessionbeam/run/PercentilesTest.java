package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  private static Percentiles upTo(int millis) {
    List<Long> times = new ArrayList<>();
    for (int i = 1; i <= millis; i++) {
      times.add(TimeUnit.MILLISECONDS.toNanos(i));
    }
    Collections.reverse(times);
    return Percentiles.of(times);
  }

  @Test
  void aPercentileIsTheTimeThatThisShareDoesNotExceed() {
    Percentiles hundred = upTo(100);
    assertThat(hundred.median(), is(50.0));
    assertThat(hundred.millis(99), is(99.0));
    assertThat(hundred.longest(), is(100.0));
    assertThat(upTo(1).millis(1), is(1.0));
    assertThat("not less than 99 %", upTo(10).millis(99), is(10.0));
  }

  @Test
  void thereMustBeSomethingToMeasure() {
    assertThrows(IllegalArgumentException.class, () -> Percentiles.of(List.of()));
  }
}
