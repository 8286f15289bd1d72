package dev.sessionbeam.run;

import dev.sessionbeam.lease.HeldLease;
import dev.sessionbeam.lease.LeaseClaim;
import dev.sessionbeam.lease.LeaseHeldException;
import dev.sessionbeam.lease.LeaseKeeper;
import dev.sessionbeam.lease.LeaseStore;
import dev.sessionbeam.lease.LeaseStores;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.lease.RunKind;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import java.io.IOException;
import java.time.Instant;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease of a {@code settle} on its days. */
final class SettleLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SettleLease.class);

  private final LeaseStore store;
  private final HeldLease lease;
  private final LeaseKeeper keeper;

  private SettleLease(LeaseStore store, HeldLease lease, LeaseKeeper keeper) {
    this.store = store;
    this.lease = lease;
    this.keeper = keeper;
  }

  /**
   * Acquires the lease, and keeps it renewed.
   *
   * @throws UsageException if another run holds a lease that overlaps; the message names that run
   */
  static SettleLease acquire(
      OutputFolder output, LeasedDays days, RunId run, PipelineOptions options)
      throws UsageException, IOException {
    LeaseStore store = LeaseStores.in(output.leases(), options);
    try {
      HeldLease lease = HeldLease.acquire(store, new LeaseClaim(run.value(), RunKind.SETTLE, days));
      return new SettleLease(store, lease, LeaseKeeper.start(lease));
    } catch (LeaseHeldException e) {
      store.close();
      throw new UsageException("--output: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Must be called directly before each write that readers see. */
  void requireHeld() throws IOException {
    lease.checkStillHeld();
  }

  /** The time of the storage, not that of this host. */
  Instant now() throws IOException {
    return store.read().now();
  }

  @Override
  public void close() {
    keeper.close();
    try {
      lease.release();
    } catch (IOException e) {
      LOG.warn("Cannot release the lease in {}; it expires in 2 minutes", store.location(), e);
    } finally {
      store.close();
    }
  }
}
