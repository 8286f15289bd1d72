package dev.sessionbeam.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * The stored right of one run to write.
 *
 * <p>Both instants come from the storage's clock, never from a host's clock: a process that writes
 * or reads a lease takes the time from the storage in the same exchange. So hosts whose clocks
 * differ agree on which leases have expired.
 *
 * @param claim who holds it, and for what
 * @param epoch the number of the attempt: every attempt of every run gets a higher one
 * @param acquired when this attempt got the lease
 * @param renewed when it was last renewed; never before {@code acquired}
 * @param process where it was acquired
 */
public record Lease(
    LeaseClaim claim, long epoch, Instant acquired, Instant renewed, HostProcess process) {
  /** How long after its last renewal a lease expires. */
  public static final Duration EXPIRY = Duration.ofMinutes(2);

  /** The run id. */
  public String holder() {
    return claim.holder();
  }

  /** What the run may replace. */
  public LeasedDays coverage() {
    return claim.coverage();
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(renewed.plus(EXPIRY));
  }

  /**
   * Whether the holder can no longer publish, so that other runs do not have to wait until the
   * lease expires.
   */
  boolean isOver(Instant now) {
    return isExpired(now) || (claim.kind().endsWithProcess() && process.isGone());
  }

  boolean isAttempt(String holder, long number) {
    return holder().equals(holder) && epoch == number;
  }

  /**
   * Returns the same lease, renewed. The storage's clock may go back, but the time of a lease does
   * not.
   */
  Lease renewedAt(Instant now) {
    Instant latest = now.isAfter(renewed) ? now : renewed;
    return new Lease(claim, epoch, acquired, latest, process);
  }

  Lease narrowedTo(LeasedDays coverage) {
    LeaseClaim narrow = new LeaseClaim(claim.holder(), claim.kind(), coverage);
    return new Lease(narrow, epoch, acquired, renewed, process);
  }

  /** The run as words in a sentence. */
  @Override
  public String toString() {
    return "run " + holder() + " (" + claim.kind() + ", " + process + ")";
  }
}
