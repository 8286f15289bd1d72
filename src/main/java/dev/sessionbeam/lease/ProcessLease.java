package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a job in this process. All steps of the job in this process share it: a runner may
 * make several instances of a step, and all instances of one attempt are one holder. One thread
 * renews the lease, whether or not there is anything to publish. It renews for the job, not for an
 * attempt, so it does not decide which attempt may publish.
 *
 * <p>It exists from the first step that joins until the last one leaves. A runner that restarts a
 * job ends all its steps before it creates new ones, so the next attempt gets a new object.
 */
final class ProcessLease {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessLease.class);

  private static final Map<Key, ProcessLease> LEASES = new HashMap<>();

  /**
   * Identifies a lease in this process.
   *
   * @param submission of the job: a job that resumes another one has the same holder, and both may
   *     be in one process
   */
  record Key(String folder, LeaseClaim claim, String submission) {}

  private final Key key;
  private final LeaseStore store;
  private final LeaseKeeper keeper;
  private int steps;
  private @Nullable HeldLease held;

  private ProcessLease(Key key, LeaseStore store) {
    this.key = key;
    this.store = store;
    this.keeper = LeaseKeeper.start(this::renew, HeldLease.RENEW_EVERY);
  }

  static ProcessLease join(Key key, PipelineOptions options) {
    synchronized (LEASES) {
      ProcessLease lease =
          LEASES.computeIfAbsent(
              key, absent -> new ProcessLease(key, LeaseStores.in(key.folder(), options)));
      lease.steps++;
      return lease;
    }
  }

  void leave() {
    synchronized (LEASES) {
      steps--;
      if (steps == 0) {
        LEASES.remove(key);
        keeper.close();
        store.close();
      }
    }
  }

  /** Acquires the lease anew at the first call; checks it at later calls. */
  synchronized void requireLatestAttempt() throws IOException {
    HeldLease lease = held;
    if (lease == null) {
      held = HeldLease.acquire(store, key.claim());
    } else {
      lease.checkStillHeld();
    }
  }

  synchronized void narrow(LeasedDays coverage) throws IOException {
    HeldLease lease = held;
    if (lease != null && lease.lease().coverage().contains(coverage)) {
      lease.narrow(coverage);
    }
  }

  /**
   * Renews the lease if there is one. Returns whether there may be one next time: the job may still
   * have to acquire it.
   */
  private boolean renew() throws IOException {
    LeaseStore.Stored stored = store.read();
    Optional<Lease> own = stored.table().of(key.claim().holder());
    if (own.isEmpty()) {
      LOG.debug("{} has no lease in {}", key.claim().holder(), store.location());
      return true;
    }
    Duration age = Duration.between(own.get().renewed(), stored.now());
    // Another process of the job, or its publishing step, may have renewed it just now.
    if (age.compareTo(HeldLease.RENEW_EVERY.dividedBy(2)) >= 0) {
      var unused = store.replace(stored, stored.table().with(own.get().renewedAt(stored.now())));
    }
    return true;
  }
}
