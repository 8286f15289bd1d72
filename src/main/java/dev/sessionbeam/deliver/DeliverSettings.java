package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.route.CurrentRoutes;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;

/**
 * What the delivering step of a job needs to know.
 *
 * @param job names the job among those of a process
 * @param drain how long the end of the stream waits for all destinations together
 * @param awaitCommit whether sessions wait until a checkpoint holds them
 * @param waitingBytes how many bytes may wait for one destination, and as much again of its dead
 *     letters
 * @param unknownFor how long deliveries to a destination wait that the routes here do not have yet:
 *     the step that chose it may have read newer ones
 */
record DeliverSettings(
    UUID job,
    CurrentRoutes routes,
    Destinations destinations,
    Duration drain,
    boolean awaitCommit,
    long waitingBytes,
    Duration unknownFor)
    implements Serializable {
  /** Returns a limit of the whole destination for one shard: at least 1. */
  static int share(int limit) {
    return Math.max(1, limit / ShardKey.SHARDS);
  }

  /** Returns the bytes that may wait in one shard. */
  long shardBytes() {
    return waitingBytes / ShardKey.SHARDS;
  }
}
