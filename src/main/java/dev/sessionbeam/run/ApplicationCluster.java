package dev.sessionbeam.run;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.dag.Pipeline;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutor;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutorServiceLoader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.jspecify.annotations.Nullable;

/**
 * The Flink cluster whose JobManager runs this program: Flink's <a
 * href="https://nightlies.apache.org/flink/flink-docs-release-1.19/docs/deployment/overview/#application-mode">application
 * mode</a>. The cluster runs one job only. Its configuration, and not a flag, says from which
 * savepoint the job resumes.
 */
public final class ApplicationCluster {
  /** What Beam calls the cluster that runs this program. */
  static final String FLINK_MASTER = "[auto]";

  /** Stands for a job. No translator of Flink knows it, so it is never submitted. */
  private static final Pipeline NO_JOB = new Pipeline() {};

  private final Configuration configuration;
  private final EmbeddedExecutor executor;

  private ApplicationCluster(Configuration configuration, EmbeddedExecutor executor) {
    this.configuration = configuration;
    this.executor = executor;
  }

  /**
   * Returns the cluster that has called this program; empty if a JobManager in application mode has
   * not. Must be called in the thread that the cluster has called.
   */
  @SuppressWarnings("deprecation") // That of streams does not hand out its executors.
  public static Optional<ApplicationCluster> current() {
    ExecutionEnvironment environment = ExecutionEnvironment.getExecutionEnvironment();
    Configuration configuration = environment.getConfiguration();
    return environment.getExecutorServiceLoader() instanceof EmbeddedExecutorServiceLoader loader
            && loader.getExecutorFactory(configuration).getExecutor(configuration)
                instanceof EmbeddedExecutor executor
        ? Optional.of(new ApplicationCluster(configuration, executor))
        : Optional.empty();
  }

  /** Returns the cluster that has called the run; empty if the run is none of an application. */
  static Optional<ApplicationCluster> of(PipelineOptions options) {
    return Optional.ofNullable(options.as(ApplicationOption.class).getApplicationCluster());
  }

  /**
   * Whether the cluster runs the job already: this JobManager has recovered it from the
   * high-availability data of the one before it, with its steps, its settings and its last
   * checkpoint. The id of the job does not say this, because a later job may have the same one. So
   * the cluster is asked to run the job: it answers with the job that it has recovered, or tries to
   * translate {@link #NO_JOB}, which fails.
   */
  public boolean hasRecovered() throws IOException {
    try {
      var unused = executor.execute(NO_JOB, configuration, getClass().getClassLoader());
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** The id of the job: 32 hexadecimal digits, the same in all JobManagers that run it. */
  public String job() {
    return configuration.getOptional(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID).orElse("");
  }

  /** Whether a JobManager continues the jobs of the one before it. */
  boolean isHighlyAvailable() {
    return HighAvailabilityMode.isHighAvailabilityModeActivated(configuration);
  }

  /** The savepoint or checkpoint that the job resumes from; null if it starts afresh. */
  @Nullable String savepoint() {
    return configuration.get(SavepointConfigOptions.SAVEPOINT_PATH);
  }

  /** The number of slots of the job where no flag says it. */
  int parallelism() {
    return configuration.get(CoreOptions.DEFAULT_PARALLELISM);
  }
}
