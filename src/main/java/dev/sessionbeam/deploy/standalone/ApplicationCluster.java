package dev.sessionbeam.deploy.standalone;

import dev.sessionbeam.deploy.Launch;
import java.io.IOException;
import java.net.URI;

/** The processes of a Flink cluster in application mode, which runs one job. */
interface ApplicationCluster {
  /**
   * Starts the processes, unless they run for just this launch.
   *
   * @throws IOException with a message for the user if they do not start
   */
  void up(Launch launch, VersionFolder version) throws IOException;

  /** Ends all processes, and forgets the job, so that no process takes it up again. */
  void down() throws IOException;

  /** Whether the processes run for just this launch, or will when the machine is up again. */
  boolean isUp(Launch launch) throws IOException;

  /** The root of the cluster's REST API. */
  URI address() throws IOException;
}
