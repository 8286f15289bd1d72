package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartAtTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");

  @Test
  void aStartIsTheOldestRecordNowOrATime() {
    assertThat(StartAt.parse("trim_horizon", NOW).isOldest(), is(true));
    assertThat(StartAt.parse("LATEST", NOW), is(new StartAt(NOW.toEpochMilli())));
    assertThat(
        StartAt.parse("2026-01-31T13:00:00.123+01:00", NOW), is(new StartAt(NOW.toEpochMilli())));
  }

  @Test
  void anythingElseIsNotAccepted() {
    for (String text : new String[] {"", "newest", "2026-01-31", "2026-01-31T12:00:00"}) {
      assertThat(
          assertThrows(IllegalArgumentException.class, () -> StartAt.parse(text, NOW)).getMessage(),
          is("'" + text + "' must be latest, trim_horizon, or a time like 2026-01-31T12:00:00Z"));
    }
  }
}
