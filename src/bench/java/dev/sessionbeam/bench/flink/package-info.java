/**
 * A job that computes the same sessions with Flink only. It is written as a person who knows Flink
 * well and needs no other runner would write it: Jackson trees, keyed state, timers, FileSink.
 * {@code make bench} compares sessionbeam with it, in batch and in streaming.
 */
package dev.sessionbeam.bench.flink;
