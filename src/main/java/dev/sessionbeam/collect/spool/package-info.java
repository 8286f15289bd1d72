/**
 * Events on the local disk that wait for the stream: durable when they are acknowledged, in segment
 * files that are deleted when all of their events are in the stream. See docs/collect.md.
 */
@NullMarked
package dev.sessionbeam.collect.spool;

import org.jspecify.annotations.NullMarked;
