/**
 * Records from a stream of Kinesis.
 *
 * <p>Beam's own source of Kinesis is not used: its watermark policies are told neither their shard
 * nor whether it is read to its end, so none of them can let go of an idle shard without guessing,
 * and its records come one by one.
 */
@NullMarked
package dev.sessionbeam.source.kinesis;

import org.jspecify.annotations.NullMarked;
