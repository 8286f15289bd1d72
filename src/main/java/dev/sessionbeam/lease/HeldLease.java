package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A lease that this attempt of a run has acquired. Several threads may share it.
 *
 * <p>Acquire it once in each attempt, keep it renewed ({@link LeaseKeeper} does so), and call
 * {@link #checkStillHeld} directly before each publish.
 */
public final class HeldLease {
  /** How often the lease must be renewed. Three renewals may fail before it expires. */
  static final Duration RENEW_EVERY = Duration.ofSeconds(30);

  /**
   * How long after its last renewal the holder itself stops publishing. This is before other runs
   * may take over: it leaves time for the publish that the check permits, and S3's time is in whole
   * seconds.
   */
  static final Duration STOP_AFTER = Lease.EXPIRY.minusSeconds(10);

  /** How often a write is tried. Each time that it fails, another process has written. */
  private static final int TRIES = 100;

  private final LeaseStore store;
  private final LongSupplier ticker;
  private final String holder;
  private Lease lease;
  private long renewedNanos;

  private HeldLease(LeaseStore store, LongSupplier ticker, Lease lease, long renewedNanos) {
    this.store = store;
    this.ticker = ticker;
    this.holder = lease.holder();
    this.lease = lease;
    this.renewedNanos = renewedNanos;
  }

  /**
   * Acquires a lease. If the same holder has one already, this is its newer attempt: the older
   * attempt loses its lease, and the new lease covers the same days. Leases of other runs that
   * overlap are taken over if they have ended.
   *
   * @throws LeaseHeldException if another run holds a lease that overlaps
   * @throws IOException if leases cannot be read or written
   */
  public static HeldLease acquire(LeaseStore store, LeaseClaim claim) throws IOException {
    return acquire(store, claim, System::nanoTime);
  }

  /** Acquires a lease with another monotonic clock (in nanoseconds), for tests. */
  static HeldLease acquire(LeaseStore store, LeaseClaim claim, LongSupplier ticker)
      throws IOException {
    HostProcess process = HostProcess.current();
    for (int i = 0; i < TRIES; i++) {
      long before = ticker.getAsLong();
      LeaseStore.Stored stored = store.read();
      LeaseClaim asked = stored.table().of(claim.holder()).map(claim::like).orElse(claim);
      Optional<Lease> other = stored.table().against(asked, stored.now());
      if (other.isPresent()) {
        throw new LeaseHeldException(other.get(), asked, stored.now(), store.location());
      }
      LeaseTable granted = stored.table().grant(asked, stored.now(), process);
      if (store.replace(stored, granted)) {
        return new HeldLease(store, ticker, granted.of(claim.holder()).orElseThrow(), before);
      }
    }
    throw tooMany(store);
  }

  /** The lease as this attempt last stored it. */
  public synchronized Lease lease() {
    return lease;
  }

  /**
   * Renews the lease, because this attempt is alive.
   *
   * @throws LeaseLostException if a newer attempt or another run has taken over
   * @throws IOException if the lease cannot be written; it is held until it expires
   */
  public synchronized void renew() throws IOException {
    change(old -> old);
  }

  /**
   * Releases days, such as those that a stream can no longer change, and renews the lease. Does
   * nothing if the coverage stays the same.
   *
   * @param coverage what the lease still covers
   * @throws IllegalArgumentException if the new coverage has days that the old one does not have
   * @throws LeaseLostException if a newer attempt or another run has taken over
   */
  public synchronized void narrow(LeasedDays coverage) throws IOException {
    if (coverage.equals(lease.coverage())) {
      return;
    }
    if (!lease.coverage().contains(coverage)) {
      throw new IllegalArgumentException(
          "a lease on " + lease.coverage() + " cannot be changed to cover " + coverage);
    }
    change(old -> old.narrowedTo(coverage));
  }

  /**
   * Checks with the stored lease that this attempt may publish now. Renews the lease if that is
   * due, so a holder that publishes twice a minute needs no {@link LeaseKeeper}.
   *
   * <p>Publish directly after this check, within ten seconds. If it takes longer, check again.
   *
   * @param published what will be published
   * @throws LeaseLostException if a newer attempt or another run has taken over, or if the lease
   *     could not be renewed in time
   * @throws IllegalArgumentException if the lease does not cover what will be published
   * @throws IOException if leases cannot be read, so that it is unknown whether it is still held
   */
  public synchronized void checkStillHeld(LeasedDays published) throws IOException {
    if (!lease.coverage().contains(published)) {
      throw new IllegalArgumentException(
          "the lease of run "
              + holder
              + " is on "
              + lease.coverage()
              + ", so it may not publish "
              + published);
    }
    checkStillHeld();
  }

  /** Checks the same for everything that the lease covers. */
  public synchronized void checkStillHeld() throws IOException {
    if (sinceRenewal().compareTo(RENEW_EVERY) >= 0) {
      renew();
    } else {
      var unused = own(store.read().table());
    }
    if (sinceRenewal().compareTo(STOP_AFTER) >= 0) {
      throw LeaseLostException.tooOld(lease, sinceRenewal(), store.location());
    }
  }

  /** Releases the lease at the end. Does nothing if it is lost already. */
  public synchronized void release() throws IOException {
    release(store, own -> own.holder().equals(holder) && own.epoch() == lease.epoch());
  }

  /** Releases the lease of a run that has ended, whichever of its attempts holds it. */
  public static void release(LeaseStore store, String holder) throws IOException {
    release(store, own -> own.holder().equals(holder));
  }

  private static void release(LeaseStore store, Predicate<Lease> ended) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      LeaseStore.Stored stored = store.read();
      Optional<Lease> own = stored.table().leases().stream().filter(ended).findFirst();
      if (own.isEmpty()) {
        return;
      }
      LeaseTable left = stored.table().without(own.get().holder());
      if (left.leases().isEmpty() ? store.delete(stored) : store.replace(stored, left)) {
        return;
      }
    }
    throw tooMany(store);
  }

  private void change(UnaryOperator<Lease> changes) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      long before = ticker.getAsLong();
      LeaseStore.Stored stored = store.read();
      Lease changed = changes.apply(own(stored.table())).renewedAt(stored.now());
      if (store.replace(stored, stored.table().with(changed))) {
        lease = changed;
        renewedNanos = before;
        return;
      }
    }
    throw tooMany(store);
  }

  private Lease own(LeaseTable table) throws LeaseLostException {
    Optional<Lease> own = table.of(holder);
    if (own.isPresent() && own.get().epoch() == lease.epoch()) {
      return own.get();
    }
    throw LeaseLostException.takenOver(lease, table, store.location());
  }

  private Duration sinceRenewal() {
    return Duration.ofNanos(ticker.getAsLong() - renewedNanos);
  }

  private static IOException tooMany(LeaseStore store) {
    return new IOException(
        store.location() + " was changed by other runs " + TRIES + " times in a row; try again");
  }
}
