package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which days are covered. "5..7" means the days from the 5th to before the 7th. */
class LeasedDaysTest {
  private static LeasedDays of(String text) {
    String[] ends = text.split("\\.\\.", -1);
    return new LeasedDays(day(ends[0]), day(ends[1]));
  }

  private static @Nullable LocalDate day(String day) {
    return day.isEmpty() ? null : LocalDate.of(2017, 2, Integer.parseInt(day));
  }

  @ParameterizedTest
  @CsvSource({
    "..,   ..,   true",
    "..,   5..7, true",
    "..,   5..,  true",
    "5..7, 5..7, true",
    "5..7, 6..9, true",
    "5..7, 7..9, false",
    "5..7, 1..5, false",
    "5..7, 1..6, true",
    "5..7, 1..9, true",
    "5..,  1..5, false",
    "5..,  1..6, true",
    "5..,  9..,  true",
    "..5,  5..,  false",
    "..5,  4..,  true"
  })
  void overlapsIfADayIsInBoth(String one, String other, boolean overlap) {
    assertThat(of(one).overlaps(of(other)), is(overlap));
    assertThat(of(other).overlaps(of(one)), is(overlap));
  }

  @ParameterizedTest
  @CsvSource({
    "..,   ..,   true",
    "..,   5..7, true",
    "5..7, ..,   false",
    "5..,  6..,  true",
    "5..,  5..,  true",
    "6..,  5..,  false",
    "5..,  5..7, true",
    "5..7, 5..,  false",
    "5..7, 6..7, true",
    "5..7, 6..8, false",
    "5..7, 4..6, false"
  })
  void containsACoverageWithoutOtherDays(String one, String other, boolean contains) {
    assertThat(of(one).contains(of(other)), is(contains));
  }

  @Test
  void aStreamCoversTheWholeDayOfItsOldestInstant() {
    LeasedDays stream = LeasedDays.daysFrom(Instant.parse("2017-02-05T23:59:59.999Z"));
    assertThat(stream, is(of("5..")));
    assertThat(stream.toString(), is("the days from 2017-02-05 on"));
  }

  @Test
  void describesItsDaysInASentence() {
    assertThat(LeasedDays.everything().toString(), is("everything"));
    assertThat(of("5..6").toString(), is("the day 2017-02-05"));
    assertThat(of("5..7").toString(), is("the days 2017-02-05 to 2017-02-06"));
    assertThat(of("..7").toString(), is("the days before 2017-02-07"));
  }

  @Test
  void mustCoverADay() {
    assertThrows(IllegalArgumentException.class, () -> of("5..5"));
  }
}
