package dev.sessionbeam.lease;

import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a job, for the step that publishes. It travels with the job to the processes that do
 * the work. Each of them keeps it renewed while it has such a step, whether or not there is
 * anything to publish. All steps of one attempt of the job in one process share it.
 */
public final class JobLease implements Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final LeaseClaim claim;
  private final String submission;
  private transient @Nullable ProcessLease lease;

  private JobLease(String folder, LeaseClaim claim, String submission) {
    this.folder = folder;
    this.claim = claim;
    this.submission = submission;
  }

  /**
   * The lease of a job that will be submitted.
   *
   * @param folder the folder for the leases of the output or archive, with a slash at its end
   */
  public static JobLease in(String folder, LeaseClaim claim) {
    return new JobLease(folder, claim, UUID.randomUUID().toString());
  }

  /** Must be called before the work starts. From then on, this process keeps the lease renewed. */
  public void open(PipelineOptions options) {
    if (lease == null) {
      lease = ProcessLease.join(new ProcessLease.Key(folder, claim, submission), options);
    }
  }

  /**
   * Must be called before each publish. The first call in an attempt acquires the lease anew, and
   * an older attempt of the job loses it.
   *
   * @throws LeaseHeldException if another run holds a lease that overlaps
   * @throws LeaseLostException if a newer attempt or another run has taken over
   */
  public void requireLatestAttempt() throws IOException {
    opened().requireLatestAttempt();
  }

  /**
   * Releases days that the job can no longer change. Does nothing before the lease was acquired.
   *
   * @param coverage what the lease still covers
   */
  public void narrow(LeasedDays coverage) throws IOException {
    opened().narrow(coverage);
  }

  /** Must be called when the work has ended, in any way. The lease expires two minutes later. */
  public void close() {
    ProcessLease open = lease;
    if (open != null) {
      open.leave();
    }
    lease = null;
  }

  private ProcessLease opened() {
    ProcessLease open = lease;
    if (open == null) {
      throw new IllegalStateException("the lease is not open: call open first");
    }
    return open;
  }
}
