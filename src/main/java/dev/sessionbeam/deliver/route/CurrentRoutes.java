package dev.sessionbeam.deliver.route;

import java.io.Serializable;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The routes that hold now. They may change while a job runs, so a step asks again for each bundle.
 * One instance serves all steps of a job in one process.
 */
public interface CurrentRoutes extends Serializable {
  /**
   * Returns the newest good routes, at once: it never waits for the file. It returns the same
   * object until the routes change.
   */
  Routes get();

  /**
   * Must be called when a step is set up, before {@link #get}: from then on, the routes are read
   * again and again. May take as long as one reading of the file.
   */
  default void open(PipelineOptions options) {}

  /** Must be called when a step is torn down. The last one ends the reading in this process. */
  default void close() {}

  /**
   * Returns how often this process refused what the file had become, or could no longer read it:
   * once for each version of the file, and once for each time that it was out of reach.
   */
  default long refused() {
    return 0;
  }

  /** Returns routes that never change. */
  static CurrentRoutes fixed(Routes routes) {
    return () -> routes;
  }
}
