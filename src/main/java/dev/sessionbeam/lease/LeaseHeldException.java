package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Thrown if another run holds a lease that overlaps. The message names that run and what to do. */
public final class LeaseHeldException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Lease lease;

  LeaseHeldException(Lease lease, LeaseClaim claim, Instant now, String location) {
    super(message(lease, claim, now, location));
    this.lease = lease;
  }

  private static String message(Lease lease, LeaseClaim claim, Instant now, String location) {
    long seconds = Math.max(0, Duration.between(lease.renewed(), now).toSeconds());
    return lease
        + " writes there: it holds "
        + lease.coverage()
        + ", and this run needs "
        + claim.coverage()
        + ". It last renewed its lease "
        + seconds
        + " s ago. Wait until it ends; if it is gone, its lease expires 2 minutes after its last"
        + " renewal. The lease is in "
        + location;
  }

  /** The lease that overlaps; null after this exception was serialized. */
  public Lease lease() {
    return lease;
  }
}
