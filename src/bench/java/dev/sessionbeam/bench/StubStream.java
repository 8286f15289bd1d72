package dev.sessionbeam.bench;

import java.io.IOException;

/**
 * The records that a {@link KinesisStub} serves, by shard. A position is a place in a shard where
 * an answer may begin; the first one is 0. Several threads may call it at once.
 */
interface StubStream {
  /** The number of shards. */
  int shards();

  /** Returns the encoded answer to a request for records from a position on. */
  byte[] answer(int shard, long position) throws IOException;

  /** Returns the position after the last record that is there now. */
  long end(int shard);

  /** Returns the position from which a reader continues that has this sequence number. */
  long after(long sequenceNumber);
}
