package dev.sessionbeam.io.file;

/**
 * A file to read.
 *
 * @param name the file's name, as its file system spells it
 * @param size in bytes, as stored
 * @param compressed whether it is compressed, so that it can only be read from its beginning
 */
public record InputFile(String name, long size, boolean compressed) {
  /** Compression shrinks JSON lines of events by about this factor. */
  private static final int COMPRESSION = 8;

  /** A file that is compressed if its name says so. */
  public InputFile(String name, long size) {
    this(name, size, FileContent.isNamedCompressed(name));
  }

  /** The whole file as one slice. */
  FileSlice whole() {
    return new FileSlice(name, 0, compressed ? FileSlice.TO_THE_END : size, size);
  }

  /** About how many bytes of records it holds. */
  public long expectedBytes() {
    return compressed ? size * COMPRESSION : size;
  }
}
