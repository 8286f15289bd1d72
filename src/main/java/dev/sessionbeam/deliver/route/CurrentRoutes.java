package dev.sessionbeam.deliver.route;

import java.io.Serializable;

/**
 * The routes that hold now. They may change while a job runs, so a step asks again for each bundle.
 * One instance serves all steps of a job in one process.
 */
public interface CurrentRoutes extends Serializable {
  /** Returns the newest good routes, at once: it never waits for the file. */
  Routes get();

  /** Returns routes that never change. */
  static CurrentRoutes fixed(Routes routes) {
    return () -> routes;
  }
}
