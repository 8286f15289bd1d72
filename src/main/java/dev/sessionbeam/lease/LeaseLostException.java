package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Thrown if this attempt of a run may no longer write: there is a newer attempt, another run took
 * over, or it has not renewed its lease in time. It must not publish anything more.
 */
public final class LeaseLostException extends IOException {
  private static final long serialVersionUID = 1;

  private LeaseLostException(String message) {
    super(message + ". Nothing more is published");
  }

  /** The exception for a lease that is no longer in the table. */
  static LeaseLostException takenOver(Lease lease, LeaseTable table, String location) {
    return new LeaseLostException(
        String.format(
            Locale.ROOT,
            "run %s has lost its lease (epoch %d) in %s: %s",
            lease.holder(),
            lease.epoch(),
            location,
            how(lease, table)));
  }

  private static String how(Lease lease, LeaseTable table) {
    Optional<Lease> newer = table.of(lease.holder());
    if (newer.isPresent()) {
      return String.format(
          Locale.ROOT,
          "a newer attempt has it: epoch %d, %s",
          newer.get().epoch(),
          newer.get().process());
    }
    return table.leases().stream()
        .filter(other -> other.coverage().overlaps(lease.coverage()))
        .findFirst()
        .map(other -> other + " took it over")
        .orElse(
            "it is gone, because something deleted that file or the whole output, or because another"
                + " run took it over and has ended since");
  }

  /** The exception for a lease that other runs may take over now or soon. */
  static LeaseLostException tooOld(Lease lease, Duration sinceRenewal, String location) {
    return new LeaseLostException(
        String.format(
            Locale.ROOT,
            "run %s has not renewed its lease in %s for %d s, so another run may take over",
            lease.holder(),
            location,
            sinceRenewal.toSeconds()));
  }
}
