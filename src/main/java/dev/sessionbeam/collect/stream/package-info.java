/** Puts accepted events into a Kinesis stream, in calls of many events, and retries what fails. */
@NullMarked
package dev.sessionbeam.collect.stream;

import org.jspecify.annotations.NullMarked;
