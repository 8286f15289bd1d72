package dev.sessionbeam.lease;

import java.io.IOException;
import java.io.Serializable;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The lease of a job, for its step that publishes. It travels with the job to the processes that do
 * the work; each of them keeps it renewed while it has such a step, whether or not there is
 * anything to publish. What one attempt of the job has in one process shares it.
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
   * The lease of a job that is about to be submitted.
   *
   * @param folder for the leases of the output or archive, with a slash at its end
   */
  public static JobLease in(String folder, LeaseClaim claim) {
    return new JobLease(folder, claim, UUID.randomUUID().toString());
  }

  /** Before the work begins: from now on this process keeps the lease. */
  public void open(PipelineOptions options) {
    if (lease == null) {
      lease = ProcessLease.join(new ProcessLease.Key(folder, claim, submission), options);
    }
  }

  /**
   * Before a publish. The first time in an attempt, it acquires the lease anew: an older attempt of
   * the job loses it.
   *
   * @throws LeaseHeldException where another run holds one that overlaps
   * @throws LeaseLostException where a newer attempt or another run has taken over
   */
  public void requireLatestAttempt() throws IOException {
    opened().requireLatestAttempt();
  }

  /** Gives days back that the job can no longer change; nothing before the lease was acquired. */
  public void narrow(Coverage coverage) throws IOException {
    opened().narrow(coverage);
  }

  /** When the work has ended, in whichever way. The lease expires two minutes later. */
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
      throw new IllegalStateException("not open");
    }
    return open;
  }
}
