package dev.sessionbeam.collect.spool;

import dev.sessionbeam.collect.stream.StreamEvent;
import java.util.List;

/** The oldest events of the spool, which are read until they are in the stream. */
public final class SpoolBatch {
  private final List<StreamEvent> events;
  private final Segment segment;

  SpoolBatch(List<StreamEvent> events, Segment segment) {
    this.events = events;
    this.segment = segment;
  }

  /** The events, oldest first; at least one. */
  public List<StreamEvent> events() {
    return events;
  }

  Segment segment() {
    return segment;
  }
}
