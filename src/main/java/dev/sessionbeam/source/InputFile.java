package dev.sessionbeam.source;

import org.apache.beam.sdk.io.Compression;

/**
 * A file to read.
 *
 * @param name the file's name, as its file system spells it
 * @param size in bytes, as stored
 */
public record InputFile(String name, long size) {
  /** The whole file as one slice. */
  FileSlice whole() {
    boolean compressed = Compression.detect(name) != Compression.UNCOMPRESSED;
    return new FileSlice(name, 0, compressed ? FileSlice.TO_THE_END : size, size);
  }
}
