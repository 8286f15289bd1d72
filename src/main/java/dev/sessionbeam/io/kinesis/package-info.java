/**
 * Reads the records of a Kinesis stream. Beam's KinesisIO reads the stream, and {@link
 * dev.sessionbeam.io.kinesis.FeedClient} takes the place of the AWS client in it. KinesisIO does
 * not give a watermark policy its shard. But it creates the policy right after it subscribes to the
 * shard, on the same thread, so the policy can find out. See docs/design/kinesisio.md.
 */
@NullMarked
package dev.sessionbeam.io.kinesis;

import org.jspecify.annotations.NullMarked;
