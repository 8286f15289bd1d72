/**
 * An HTTP endpoint in front of a Kinesis stream that loses nothing that it acknowledged. It checks
 * that each event is a JSON object of a bearable size; the pipeline does the rest. See
 * docs/collect.md.
 */
@NullMarked
package dev.sessionbeam.collect;

import org.jspecify.annotations.NullMarked;
