package dev.sessionbeam.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the cluster that has called this program to run a stream. Not a flag, and not sent with the
 * job.
 */
@Hidden
public interface ApplicationOption extends PipelineOptions {
  /** The cluster; null if the program was started in another way. */
  @JsonIgnore
  @Nullable ApplicationCluster getApplicationCluster();

  void setApplicationCluster(@Nullable ApplicationCluster value);
}
