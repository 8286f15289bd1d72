package dev.sessionbeam.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All leases of one output or archive. They are stored together, and only replaced together, so
 * that "nobody else has it" and "now I have it" are one step.
 *
 * @param lastEpoch the highest epoch ever given, also where its lease is gone: so an attempt that
 *     was taken over never finds a later one with its own number
 * @param leases one for each holder at most
 */
record LeaseTable(long lastEpoch, List<Lease> leases) {
  static final LeaseTable EMPTY = new LeaseTable(0, List.of());

  /**
   * @throws IllegalArgumentException where a holder has two leases, or one has an epoch that was
   *     never given
   */
  LeaseTable {
    leases = List.copyOf(leases);
    if (leases.stream().map(Lease::holder).distinct().count() < leases.size()) {
      throw new IllegalArgumentException("a holder has two leases");
    }
    for (Lease lease : leases) {
      if (lease.epoch() < 1 || lease.epoch() > lastEpoch) {
        throw new IllegalArgumentException("epoch " + lease.epoch() + " was never given");
      }
    }
  }

  Optional<Lease> of(String holder) {
    return leases.stream().filter(lease -> lease.holder().equals(holder)).findFirst();
  }

  /** The lease of another run that keeps a claim from being granted, if there is one. */
  Optional<Lease> against(LeaseClaim claim, Instant now) {
    return leases.stream()
        .filter(lease -> conflicts(lease, claim) && !lease.isOver(now))
        .findFirst();
  }

  /**
   * Grants a claim that nothing is against: with a new epoch, in the place of the holder's last
   * attempt and of those of others that overlap and are over.
   */
  LeaseTable grant(LeaseClaim claim, Instant now, HostProcess process) {
    List<Lease> left = new ArrayList<>(without(claim.holder()).leases);
    left.removeIf(lease -> conflicts(lease, claim));
    // The file is deleted when no lease is left, so the number alone would begin again.
    long epoch = Math.max(lastEpoch, now.toEpochMilli()) + 1;
    left.add(new Lease(claim, epoch, now, now, process));
    return new LeaseTable(epoch, left);
  }

  /** Puts a lease in the place of the same holder's. */
  LeaseTable with(Lease lease) {
    List<Lease> changed = new ArrayList<>(leases);
    changed.replaceAll(old -> old.holder().equals(lease.holder()) ? lease : old);
    return new LeaseTable(lastEpoch, changed);
  }

  LeaseTable without(String holder) {
    return new LeaseTable(
        lastEpoch, leases.stream().filter(lease -> !lease.holder().equals(holder)).toList());
  }

  private static boolean conflicts(Lease lease, LeaseClaim claim) {
    return !lease.holder().equals(claim.holder()) && lease.coverage().overlaps(claim.coverage());
  }
}
