/**
 * Sends records to a Kinesis stream, in order per shard, aggregated or not. It knows nothing of
 * events. The pipeline does not use this package.
 */
@NullMarked
package dev.sessionbeam.simulate.kinesis;

import org.jspecify.annotations.NullMarked;
