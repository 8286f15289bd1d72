package dev.sessionbeam.collect.stream;

import dev.sessionbeam.deliver.kinesis.PutRecords;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** An event of a group that has to be sent, and how often it was. */
final class WaitingRecord {
  private final PutGroup group;
  private final int index;
  private final PutRecordsRequestEntry entry;
  private final int size;
  private int attempts;

  WaitingRecord(PutGroup group, int index, StreamEvent event) {
    this.group = group;
    this.index = index;
    this.entry = PutRecords.record(event.key(), event.data());
    this.size = event.size();
  }

  PutRecordsRequestEntry entry() {
    return entry;
  }

  int size() {
    return size;
  }

  boolean isOver() {
    return group.isOver();
  }

  void taken() {
    group.take(index);
  }

  /** Counts an attempt that failed, and returns how many there were. */
  int failed() {
    attempts++;
    return attempts;
  }
}
