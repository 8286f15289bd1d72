package dev.sessionbeam.deploy;

import java.io.IOException;
import java.net.URI;

/** A way to the Flink cluster of a stage, as long as it is open. */
public interface ClusterAccess extends AutoCloseable {
  /** The root of the cluster's REST API, with a slash at its end. */
  URI address();

  @Override
  default void close() throws IOException {}
}
