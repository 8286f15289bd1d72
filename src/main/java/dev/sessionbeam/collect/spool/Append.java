package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Events of one request that wait to be written.
 *
 * @param bytes what they take on the disk
 * @param done completes when they are on the disk
 */
record Append(List<StreamEvent> events, long bytes, CompletableFuture<Void> done) {
  static Append of(List<StreamEvent> events) {
    long bytes = events.stream().mapToLong(Frame::size).sum();
    return new Append(events, bytes, new CompletableFuture<>());
  }
}
