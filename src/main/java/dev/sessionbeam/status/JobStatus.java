package dev.sessionbeam.status;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a cluster says about a job. All instants and durations are in milliseconds.
 *
 * @param page the address of its web page
 * @param id 32 hexadecimal digits
 * @param state Flink's name for its state, such as {@code RUNNING}
 * @param now the cluster's clock
 * @param started when it started for the first time
 * @param tasks how many of its tasks run, and how many it has
 * @param restarts how often it restarted since the JobManager started
 * @param checkpoints its checkpoints; empty if it takes none, as in batch
 * @param watermark the watermark of the events that were read; empty if there is none yet
 * @param published every session that was due before this instant is in a file with its final name;
 *     empty if nothing was published since the last start
 * @param behindArrival the age of the record that was read last, of the task that is furthest
 *     behind; empty without a Kinesis stream
 * @param behindByShard the age of the record that was read last, by shard
 * @param failures its last failures, the latest first
 */
record JobStatus(
    String page,
    String id,
    String name,
    String state,
    long now,
    long started,
    Tasks tasks,
    long restarts,
    Optional<Checkpoints> checkpoints,
    OptionalLong watermark,
    OptionalLong published,
    OptionalLong behindArrival,
    Map<String, Long> behindByShard,
    JobCounts counts,
    List<Failure> failures) {
  JobStatus {
    failures = List.copyOf(failures);
    behindByShard = Map.copyOf(behindByShard);
  }

  /** Tasks of a job, but for those that have finished: some have nothing more to do early on. */
  record Tasks(int running, int all) {}

  /**
   * The checkpoints of a job.
   *
   * @param interval how often one begins
   * @param completed how many were completed since the first start
   * @param failed how many failed
   * @param last the last one that was completed; empty if there is none
   */
  record Checkpoints(long interval, long completed, long failed, Optional<Checkpoint> last) {}

  /**
   * A completed checkpoint.
   *
   * @param began when it began
   * @param took how long it took
   * @param stateBytes the size of the state in it
   */
  record Checkpoint(long began, long took, long stateBytes) {}

  /**
   * A failure of a job.
   *
   * @param at when
   * @param cause the innermost cause, in one line
   */
  record Failure(long at, String cause) {}
}
