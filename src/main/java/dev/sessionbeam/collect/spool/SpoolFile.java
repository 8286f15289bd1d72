package dev.sessionbeam.collect.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of the spool. */
interface SpoolFile extends Closeable {
  /** Writes all bytes of a buffer at a position. */
  void write(ByteBuffer bytes, long position) throws IOException;

  /** Returns when all that was written is on the disk, also after a crash of the machine. */
  void force() throws IOException;

  /** Fills a buffer from a position on, as far as the file has bytes. */
  void read(ByteBuffer bytes, long position) throws IOException;

  /** The size in bytes. */
  long size() throws IOException;

  /** Cuts off what is after a position. */
  void truncate(long size) throws IOException;
}
