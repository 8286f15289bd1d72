package dev.sessionbeam.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream that gets records while it is read. A position is the index of a record in its shard,
 * which is its sequence number too.
 */
final class LiveStream implements StubStream {
  private final List<List<byte[]>> shards = new ArrayList<>();

  LiveStream(int shards) {
    for (int i = 0; i < shards; i++) {
      this.shards.add(new ArrayList<>());
    }
  }

  /**
   * Adds a record to the shard of a key: equal keys share a shard, so their records are in order.
   */
  void add(String key, byte[] record) {
    addTo(Math.floorMod(key.hashCode(), shards.size()), record);
  }

  /** Adds a record to a shard. */
  void addTo(int shard, byte[] record) {
    List<byte[]> records = shards.get(shard);
    synchronized (records) {
      records.add(record);
    }
  }

  @Override
  public int shards() {
    return shards.size();
  }

  @Override
  public byte[] answer(int shard, long position) throws IOException {
    List<byte[]> records = shards.get(shard);
    List<byte[]> next;
    boolean atTheEnd;
    synchronized (records) {
      int to = (int) Math.min(records.size(), position + KinesisAnswer.RECORDS);
      next = List.copyOf(records.subList((int) position, to));
      atTheEnd = to == records.size();
    }
    String iterator = KinesisAnswer.iterator(shard, position + next.size());
    return KinesisAnswer.records(iterator, atTheEnd, position, System.currentTimeMillis(), next);
  }

  @Override
  public long end(int shard) {
    List<byte[]> records = shards.get(shard);
    synchronized (records) {
      return records.size();
    }
  }

  @Override
  public long after(long sequenceNumber) {
    return sequenceNumber + 1;
  }
}
