package dev.sessionbeam.source.kinesis;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is read from Kinesis, and how.
 *
 * @param stream the stream's name
 * @param from where to begin without a checkpoint
 * @param consumerArn of the consumer whose enhanced fan-out is used; null: the shards are polled
 * @param endpoint of a server other than that of AWS; null for that of the region
 * @param maxDisorder how long after it happened an event may arrive without being late
 * @param endsWhenIdle the stream is over once all of it has been read and nothing has come for this
 *     long; null: never
 * @param durable whether it is over only once checkpoints hold all of its results
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
