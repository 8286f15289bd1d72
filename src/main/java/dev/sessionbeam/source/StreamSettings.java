package dev.sessionbeam.source;

import java.io.Serializable;
import java.time.Duration;

/**
 * How recorded files are played as a stream.
 *
 * @param maxDisorder how far behind the latest event of its file an event may be without being late
 * @param recordsPerSecond of all files together; 0 for as many as there can be
 * @param envelopes whether records are taken out of the envelopes that hold them
 * @param durable whether the stream only ends when a checkpoint holds all of its results, so that
 *     no crash, however close to the end, can write any of them twice
 */
public record StreamSettings(
    Duration maxDisorder, long recordsPerSecond, boolean envelopes, boolean durable)
    implements Serializable {
  /** The settings for the share that one of several readers has. */
  StreamSettings share(int readers) {
    long rate = recordsPerSecond == 0 ? 0 : Math.max(1, recordsPerSecond / readers);
    return new StreamSettings(maxDisorder, rate, envelopes, durable);
  }
}
