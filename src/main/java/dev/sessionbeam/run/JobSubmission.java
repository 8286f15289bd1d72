package dev.sessionbeam.run;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;

/** Hands a job over to a Flink cluster. */
interface JobSubmission {
  /**
   * Submits the job.
   *
   * @param leftovers those of the run, which are deleted at its end
   * @return the ledger; empty if the job continues without this process, or was stopped
   * @throws ClusterJobException if the cluster does not accept the job, or the job ends in another
   *     way
   */
  Optional<Ledger> run(Pipeline pipeline, Leftovers leftovers) throws IOException;
}
