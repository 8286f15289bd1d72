package dev.sessionbeam.lease;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a job, for its steps that publish. It travels with the job to the processes that do
 * the work; each of them keeps it renewed while it has such a step, whether or not there is
 * anything to publish.
 */
public final class JobLease implements Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final LeaseClaim claim;
  private transient @Nullable LeaseStore store;
  private transient @Nullable HeldLease held;

  private JobLease(String folder, LeaseClaim claim) {
    this.folder = folder;
    this.claim = claim;
  }

  /**
   * The lease of a job.
   *
   * @param folder for the leases of the output or archive, with a slash at its end
   */
  public static JobLease in(String folder, LeaseClaim claim) {
    return new JobLease(folder, claim);
  }

  /** Before the work begins: from now on this process keeps the lease. */
  public void open(PipelineOptions options) {
    if (store == null) {
      store = LeaseStores.in(folder, options);
      KeptLeases.join(folder, claim.holder(), options);
    }
  }

  /**
   * Before a publish, for the one step of a job that may replace what others wrote. The first time,
   * it acquires the lease anew: an older attempt of the job loses it.
   *
   * @throws LeaseHeldException where another run holds one that overlaps
   * @throws LeaseLostException where a newer attempt or another run has taken over
   */
  public void requireLatestAttempt() throws IOException {
    HeldLease lease = held;
    if (lease == null) {
      held = HeldLease.acquire(opened(), claim);
    } else {
      lease.checkStillHeld();
    }
  }

  /**
   * Before a publish, for the other steps of the job: whichever attempt has it, the job holds the
   * lease.
   *
   * @throws LeaseLostException where another run has taken over
   */
  public void requireHeld() throws IOException {
    LeaseStore.Stored stored = opened().read();
    if (stored.table().of(claim.holder()).isEmpty()) {
      throw LeaseLostException.gone(claim, stored.table(), opened().location());
    }
  }

  /** Gives days back that the job can no longer change; nothing before the lease was acquired. */
  public void narrow(Coverage coverage) throws IOException {
    HeldLease lease = held;
    if (lease != null && lease.lease().coverage().contains(coverage)) {
      lease.narrow(coverage);
    }
  }

  /** When the work has ended, in whichever way. The lease expires two minutes later. */
  public void close() {
    LeaseStore open = store;
    if (open != null) {
      KeptLeases.leave(folder, claim.holder());
      open.close();
    }
    store = null;
    held = null;
  }

  private LeaseStore opened() {
    LeaseStore open = store;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }
}
