package dev.sessionbeam.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All leases of one output or archive. They are stored together and only replaced together. So the
 * check that no other run holds a lease and the grant of the new lease are one step.
 *
 * @param lastEpoch the highest epoch that was ever assigned, even if its lease is gone. So an
 *     attempt that was taken over never finds a later lease with its own number
 * @param leases at most one for each holder
 */
record LeaseTable(long lastEpoch, List<Lease> leases) {
  static final LeaseTable EMPTY = new LeaseTable(0, List.of());

  /**
   * Checks the leases.
   *
   * @throws IllegalArgumentException if a holder has two leases, or a lease has an epoch that was
   *     never assigned
   */
  LeaseTable {
    leases = List.copyOf(leases);
    if (leases.stream().map(Lease::holder).distinct().count() < leases.size()) {
      throw new IllegalArgumentException("a holder has two leases");
    }
    for (Lease lease : leases) {
      if (lease.epoch() < 1 || lease.epoch() > lastEpoch) {
        throw new IllegalArgumentException("epoch " + lease.epoch() + " was never assigned");
      }
    }
  }

  Optional<Lease> of(String holder) {
    return leases.stream().filter(lease -> lease.holder().equals(holder)).findFirst();
  }

  /** The lease of another run that prevents a claim from being granted, if there is one. */
  Optional<Lease> against(LeaseClaim claim, Instant now) {
    return leases.stream()
        .filter(lease -> conflicts(lease, claim) && !lease.isOver(now))
        .findFirst();
  }

  /**
   * Grants a claim that no lease prevents. The new lease has a new epoch. It replaces the lease of
   * the holder's last attempt, and leases of other runs that overlap and have ended.
   */
  LeaseTable grant(LeaseClaim claim, Instant now, HostProcess process) {
    List<Lease> left = new ArrayList<>(without(claim.holder()).leases);
    left.removeIf(lease -> conflicts(lease, claim));
    // The file is deleted when no lease is left, so a number alone would start again.
    long epoch = Math.max(lastEpoch, now.toEpochMilli()) + 1;
    left.add(new Lease(claim, epoch, now, now, process));
    return new LeaseTable(epoch, left);
  }

  /** Replaces the lease of the same holder. */
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
