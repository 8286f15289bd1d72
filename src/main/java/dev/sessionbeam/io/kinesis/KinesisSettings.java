package dev.sessionbeam.io.kinesis;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is read from Kinesis, and how.
 *
 * @param stream the stream's name
 * @param from where to start if there is no checkpoint
 * @param consumerArn the consumer whose enhanced fan-out is used; null if the shards are polled
 * @param endpoint of a server other than that of AWS; null for that of the region
 * @param maxDisorder how long after it happened an event may arrive without being late
 * @param endsWhenIdle the stream ends when all of it has been read and no record has come for this
 *     long; null if it never ends
 * @param durable whether the stream ends only when checkpoints hold all of its results
 */
public record KinesisSettings(
    String stream,
    StartAt from,
    @Nullable String consumerArn,
    @Nullable URI endpoint,
    Duration maxDisorder,
    @Nullable Duration endsWhenIdle,
    boolean durable)
    implements Serializable {}
