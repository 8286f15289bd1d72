/** Records into a Kinesis stream; it knows nothing of events. */
@NullMarked
package dev.sessionbeam.kinesis;

import org.jspecify.annotations.NullMarked;
