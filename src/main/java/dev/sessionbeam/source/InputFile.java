package dev.sessionbeam.source;

import org.apache.beam.sdk.io.Compression;

/**
 * A file to read.
 *
 * @param name the file's name, as its file system spells it
 * @param size in bytes, as stored
 */
public record InputFile(String name, long size) {
  /** JSON lines of events shrink about as much. */
  private static final int COMPRESSION = 8;

  /** The whole file as one slice. */
  FileSlice whole() {
    return new FileSlice(name, 0, isCompressed() ? FileSlice.TO_THE_END : size, size);
  }

  /** How many bytes of records are in it, roughly. */
  public long expectedBytes() {
    return isCompressed() ? size * COMPRESSION : size;
  }

  private boolean isCompressed() {
    return Compression.detect(name) != Compression.UNCOMPRESSED;
  }
}
