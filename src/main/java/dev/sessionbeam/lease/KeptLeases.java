package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases that this process renews for the jobs that it works on: one thread for each, however
 * many steps of the job are here. It renews for the job, not for an attempt of it, so it has no say
 * in which attempt may publish.
 */
final class KeptLeases {
  private static final Logger LOG = LoggerFactory.getLogger(KeptLeases.class);

  private static final Map<String, Kept> KEPT = new HashMap<>();

  private KeptLeases() {}

  private static final class Kept {
    private final LeaseStore store;
    private final LeaseKeeper keeper;
    private int steps;

    private Kept(LeaseStore store, LeaseKeeper keeper) {
      this.store = store;
      this.keeper = keeper;
    }
  }

  /** Renews the lease that a holder has in a folder, until the last step has left. */
  static synchronized void join(String folder, String holder, PipelineOptions options) {
    Kept kept =
        KEPT.computeIfAbsent(
            key(folder, holder),
            key -> {
              LeaseStore store = LeaseStores.in(folder, options);
              return new Kept(
                  store, LeaseKeeper.start(() -> renew(store, holder), HeldLease.RENEW_EVERY));
            });
    kept.steps++;
  }

  static synchronized void leave(String folder, String holder) {
    Kept kept = KEPT.get(key(folder, holder));
    if (kept != null && --kept.steps == 0) {
      KEPT.remove(key(folder, holder));
      kept.keeper.close();
      kept.store.close();
    }
  }

  private static String key(String folder, String holder) {
    return holder + " in " + folder;
  }

  /** Whether there is a lease to renew; the job may have to acquire it first. */
  private static boolean renew(LeaseStore store, String holder) throws IOException {
    LeaseStore.Stored stored = store.read();
    Optional<Lease> own = stored.table().of(holder);
    if (own.isEmpty()) {
      LOG.debug("{} has no lease in {}", holder, store.location());
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
