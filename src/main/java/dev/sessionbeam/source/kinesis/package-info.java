/**
 * Records from a stream of Kinesis.
 *
 * <p>KinesisIO of Beam reads it, fed by us: its reader for enhanced fan-out takes {@link
 * dev.sessionbeam.source.kinesis.FeedClient} for Kinesis. A watermark policy of KinesisIO is not
 * told its shard, but is made right after the shard was subscribed to, on the same thread, and so
 * can know it. See docs/design/kinesisio.md.
 */
@NullMarked
package dev.sessionbeam.source.kinesis;

import org.jspecify.annotations.NullMarked;
