package dev.sessionbeam.deploy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by a minute when somebody waits. It begins at the epoch. */
public final class TickingClock extends Clock {
  private Instant now = Instant.EPOCH;

  /** Goes on by a minute. */
  public void tick() {
    now = now.plus(Duration.ofMinutes(1));
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
