package dev.sessionbeam.io.file;

import java.io.Serializable;
import java.time.Duration;

/**
 * Holds how recorded files are played as a stream.
 *
 * @param maxDisorder how much earlier than the latest event of its file an event may be without
 *     being late
 * @param recordsPerSecond of all files together; 0 for no limit
 * @param envelopes whether records are taken out of the envelopes that hold them
 * @param durable whether the stream ends only when checkpoints hold all of its results, so that no
 *     crash near the end can write any of them twice
 */
public record StreamSettings(
    Duration maxDisorder, long recordsPerSecond, boolean envelopes, boolean durable)
    implements Serializable {
  /** The settings for one of several readers. */
  StreamSettings share(int readers) {
    long rate = recordsPerSecond == 0 ? 0 : Math.max(1, recordsPerSecond / readers);
    return new StreamSettings(maxDisorder, rate, envelopes, durable);
  }
}
