package dev.sessionbeam.io.file;

import org.apache.beam.sdk.io.Compression;

/**
 * A file to read.
 *
 * @param name the file's name, as its file system spells it
 * @param size in bytes, as stored
 */
public record InputFile(String name, long size) {
  /** Compression shrinks JSON lines of events by about this factor. */
  private static final int COMPRESSION = 8;

  /** The whole file as one slice. */
  FileSlice whole() {
    return new FileSlice(name, 0, isCompressed() ? FileSlice.TO_THE_END : size, size);
  }

  /** About how many bytes of records it holds. */
  public long expectedBytes() {
    return isCompressed() ? size * COMPRESSION : size;
  }

  private boolean isCompressed() {
    return Compression.detect(name) != Compression.UNCOMPRESSED;
  }
}
