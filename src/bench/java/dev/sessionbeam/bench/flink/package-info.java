/**
 * The same sessions by a job written for Flink alone, as somebody would who knows Flink well and
 * needs no other runner: trees of Jackson, keyed state, timers, FileSink. It is what {@code make
 * bench} holds sessionbeam against, in batch and in streaming.
 */
package dev.sessionbeam.bench.flink;
