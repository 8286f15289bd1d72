package dev.sessionbeam.deliver.connect;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class RetryAfterTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-29T10:00:00Z"));

  @Test
  void secondsAreATime() {
    assertThat(RetryAfter.parse("120", CLOCK), is(Duration.ofMinutes(2)));
    assertThat(RetryAfter.parse(" 1 ", CLOCK), is(Duration.ofSeconds(1)));
  }

  @Test
  void aDateOfHttpIsTheTimeUntilThen() {
    assertThat(
        RetryAfter.parse("Sun, 29 Nov 2026 10:00:30 GMT", CLOCK), is(Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-5",
        "1.5",
        "soon",
        "١٢",
        "99999999999999999999",
        "Sun, 29 Nov 2026 09:59:59 GMT",
        "Mon, 29 Nov 2026 10:00:30 GMT",
      })
  void whatIsPastOrCannotBeUnderstoodSaysNothing(String header) {
    assertThat(RetryAfter.parse(header, CLOCK), is(nullValue()));
  }
}
