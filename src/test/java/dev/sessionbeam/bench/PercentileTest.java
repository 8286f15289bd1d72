package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentileTest {
  private static double[] from(int most) {
    return IntStream.rangeClosed(1, most).mapToDouble(i -> most + 1 - i).toArray();
  }

  @Test
  void itIsTheNumberThatThisShareDoesNotExceed() {
    assertThat(Percentile.of(from(100), 50), is(50.0));
    assertThat(Percentile.of(from(100), 99), is(99.0));
    assertThat(Percentile.of(from(100), 100), is(100.0));
    assertThat("not less than 99 %", Percentile.of(from(10), 99), is(10.0));
    assertThat(Percentile.of(from(1), 1), is(1.0));
  }
}
