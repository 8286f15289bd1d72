package dev.sessionbeam.run;

import dev.sessionbeam.definition.SessionSettings;
import dev.sessionbeam.lease.HeldLease;
import dev.sessionbeam.lease.JobLease;
import dev.sessionbeam.lease.Lease;
import dev.sessionbeam.lease.LeaseClaim;
import dev.sessionbeam.lease.LeaseHeldException;
import dev.sessionbeam.lease.LeaseKeeper;
import dev.sessionbeam.lease.LeaseStore;
import dev.sessionbeam.lease.LeaseStores;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.lease.RunKind;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.PublishingLease;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.UnfinishedStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acquires, renews and releases the leases of a run on its output and its archive. A batch run
 * renews them in this process. The job of a stream renews them where it publishes, as the same
 * holder.
 */
final class RunLeases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLeases.class);

  private final RunId run;
  private final boolean stream;
  private final List<LeaseStore> stores = new ArrayList<>();
  private final List<HeldLease> held = new ArrayList<>();
  private final List<LeaseKeeper> keepers = new ArrayList<>();

  private RunLeases(RunId run, boolean stream) {
    this.run = run;
    this.stream = stream;
  }

  /**
   * Returns the id of a run that is about to start. A run that resumes has the id of the run that
   * it resumes. For Flink inside this process, that id is kept with the checkpoints. On a cluster,
   * it is the id of the stream that has a lease on the output or, without a lease, of the only one
   * that has not ended there.
   */
  static RunId runId(RunPlan plan, PipelineOptions options) throws IOException {
    StagedResults staged = plan.staged();
    if (staged != null) {
      return staged.run();
    }
    StreamPlan stream = plan.stream();
    Optional<RunId> known = stream == null ? Optional.empty() : stream.knownRunId();
    if (known.isEmpty() && FlinkCluster.goesOn(options) && isKept(plan.output())) {
      try (LeaseStore store = LeaseStores.in(plan.output().leases(), options)) {
        known =
            store.holders().stream()
                .filter(lease -> lease.claim().kind() == RunKind.STREAM)
                .map(Lease::holder)
                .map(RunId::new)
                .findFirst();
      }
    }
    if (known.isEmpty() && FlinkCluster.goesOn(options)) {
      // Its lease is gone, but not what it has written.
      Set<RunId> noted = UnfinishedStreams.in(plan.output()).runs();
      known = noted.size() == 1 ? noted.stream().findFirst() : Optional.empty();
    }
    return known.orElseGet(RunId::draw);
  }

  /**
   * Acquires the leases that a run needs.
   *
   * @throws UsageException if another run holds a lease that overlaps; the message names that run
   */
  static RunLeases acquire(RunPlan plan, PipelineOptions options, RunId run)
      throws UsageException, IOException {
    RunLeases leases = new RunLeases(run, plan.stream() != null);
    try {
      leases.acquire("--output", plan.output(), claim(plan, run), options);
      OutputFolder archive = plan.archive();
      if (archive != null) {
        leases.acquire("--archive", archive, archiveClaim(run), options);
      }
      return leases;
    } catch (UsageException | IOException | RuntimeException e) {
      leases.release();
      throw e;
    }
  }

  private void acquire(String flag, OutputFolder folder, LeaseClaim claim, PipelineOptions options)
      throws UsageException, IOException {
    if (!isKept(folder)) {
      return;
    }
    LeaseStore store = LeaseStores.in(folder.leases(), options);
    stores.add(store);
    try {
      HeldLease lease = HeldLease.acquire(store, claim);
      held.add(lease);
      if (!stream) {
        keepers.add(LeaseKeeper.start(lease));
      }
    } catch (LeaseHeldException e) {
      throw new UsageException(flag + ": " + e.getMessage());
    }
  }

  /** Leases are kept on disks and on S3. */
  private static boolean isKept(OutputFolder folder) {
    return LeaseStores.isPossible(folder.leases());
  }

  private static LeaseClaim claim(RunPlan plan, RunId run) {
    Backfill backfill = plan.backfill();
    if (plan.stream() != null) {
      return new LeaseClaim(run.value(), RunKind.STREAM, LeasedDays.everything());
    }
    if (backfill == null) {
      return new LeaseClaim(run.value(), RunKind.BATCH, LeasedDays.everything());
    }
    DateRange days = backfill.days();
    return new LeaseClaim(run.value(), RunKind.BACKFILL, LeasedDays.days(days.from(), days.to()));
  }

  private static LeaseClaim archiveClaim(RunId run) {
    return new LeaseClaim(run.value(), RunKind.STREAM, LeasedDays.everything());
  }

  /** The lease for the step of a stream that writes results; null if no leases are kept. */
  static @Nullable PublishingLease ofResults(RunPlan plan, RunId run) {
    return isKept(plan.output())
        ? PublishingLease.of(ofJob(plan, run), reach(plan.definition().session()))
            .noting(UnfinishedStreams.in(plan.output()), run)
            .reporting(plan.output())
        : null;
  }

  /** The lease for the step of a stream that writes the archive; null if no leases are kept. */
  static @Nullable PublishingLease ofArchive(OutputFolder archive, RunId run) {
    return isKept(archive)
        ? PublishingLease.of(JobLease.in(archive.leases(), archiveClaim(run)), null)
        : null;
  }

  private static JobLease ofJob(RunPlan plan, RunId run) {
    return JobLease.in(plan.output().leases(), claim(plan, run));
  }

  /**
   * How long before the watermark a session may have started that can still change. An event may be
   * as old as the allowed lateness. Its session started at most 1.5 times the max duration before
   * it. The event may join this session with the session before it, which ended a gap earlier and
   * is at most as long. Without a max duration there is no bound: null.
   */
  static @Nullable Duration reach(SessionSettings session) {
    return session.maxDuration().isZero()
        ? null
        : session.allowedLateness().plus(session.maxDuration().multipliedBy(3)).plus(session.gap());
  }

  /** Throws if another run has taken over a lease. Called before a batch run replaces results. */
  void requireHeld() throws IOException {
    for (HeldLease lease : held) {
      lease.checkStillHeld();
    }
  }

  /** Releases the leases, when the run has ended and nothing continues it. */
  void release() {
    keepers.forEach(LeaseKeeper::close);
    keepers.clear();
    for (LeaseStore store : stores) {
      try {
        HeldLease.release(store, run.value());
      } catch (IOException e) {
        LOG.warn("Cannot release the lease in {}; it expires in 2 minutes", store.location(), e);
      }
    }
    close();
  }

  /** Ends the use of the leases in this process. Those of a stream's job stay. */
  @Override
  public void close() {
    keepers.forEach(LeaseKeeper::close);
    keepers.clear();
    stores.forEach(LeaseStore::close);
    stores.clear();
  }
}
