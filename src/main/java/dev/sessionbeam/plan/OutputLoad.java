package dev.sessionbeam.plan;

import java.time.Duration;

/**
 * How a run writes, by its flags.
 *
 * @param maxDisorder {@code --maxDisorder}
 * @param fileDelay {@code --fileDelay}; longer than zero
 * @param checkpoints the time from one checkpoint to the next
 * @param filesPerPartition {@code --filesPerPartition}; 0 if each task writes its own files
 * @param hours whether the results are partitioned by hour, and not by date
 */
public record OutputLoad(
    Duration maxDisorder,
    Duration fileDelay,
    Duration checkpoints,
    long filesPerPartition,
    boolean hours) {}
