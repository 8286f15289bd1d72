/** Deliveries to Kinesis streams. How records of a stream are read is in {@code io.kinesis}. */
@NullMarked
package dev.sessionbeam.deliver.kinesis;

import org.jspecify.annotations.NullMarked;
