package dev.sessionbeam.bench;

import java.io.IOException;

/**
 * What a stream held at known moments.
 *
 * @param start when it had no session
 * @param open when all sessions were open
 * @param closed when they were closed, and waited for late events
 * @param moreClosed when as many others were closed too
 * @param bytes the bytes of the records of the first sessions
 */
record StateRun(
    StateSizes start, StateSizes open, StateSizes closed, StateSizes moreClosed, long bytes) {
  /** Runs once, with so many sessions, and then as many more. */
  static StateRun of(BenchSettings settings, int sessions, StateBackend backend)
      throws IOException, InterruptedException {
    try (StateStream stream = StateStream.start(settings, backend)) {
      if (backend == StateBackend.HEAP) {
        // Caches and buffers grow with the first sessions. RocksDB would keep parts of these.
        stream.open(sessions);
        stream.closeAll();
        stream.forgetAll();
      }
      StateSizes start = stream.sizes();
      long bytes = stream.open(sessions);
      StateSizes open = stream.sizes();
      stream.closeAll();
      StateSizes closed = stream.sizes();
      stream.open(sessions);
      stream.closeAll();
      StateSizes moreClosed = stream.sizes();
      stream.check();
      return new StateRun(start, open, closed, moreClosed, bytes);
    } finally {
      Folders.delete(settings.scratch());
    }
  }
}
