package dev.sessionbeam.io.file;

/**
 * A file to read.
 *
 * @param name the file's name, as its file system spells it
 * @param size in bytes, as stored
 * @param compressed whether it is compressed, so that it can only be read from its beginning
 * @param modified when it was written, in milliseconds since the epoch, as an object store reports
 *     it; {@link #UNKNOWN} in other places
 */
public record InputFile(String name, long size, boolean compressed, long modified) {
  /** The time of a file of which nobody asked when it was written. */
  static final long UNKNOWN = 0;

  /** Compression shrinks JSON lines of events by about this factor. */
  private static final int COMPRESSION = 8;

  /** A file that is compressed if its name says so. */
  public InputFile(String name, long size) {
    this(name, size, UNKNOWN);
  }

  /** An object of a store that is compressed if its name says so. */
  InputFile(String name, long size, long modified) {
    this(name, size, FileContent.isNamedCompressed(name), modified);
  }

  /** Returns the same file, but compressed or not. */
  InputFile compressed(boolean isCompressed) {
    return new InputFile(name, size, isCompressed, modified);
  }

  /** Whether this object has the content that another look at its name found. */
  boolean isVersionOf(InputFile other) {
    return size == other.size && modified == other.modified;
  }

  /** The whole file as one slice. */
  FileSlice whole() {
    return new FileSlice(name, 0, compressed ? FileSlice.TO_THE_END : size, size, size);
  }

  /** About how many bytes of records it holds. */
  public long expectedBytes() {
    return compressed ? size * COMPRESSION : size;
  }
}
