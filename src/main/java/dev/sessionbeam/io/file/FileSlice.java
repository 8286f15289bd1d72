package dev.sessionbeam.io.file;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A slice of a file: the records on the lines that begin in it.
 *
 * @param file the file's name, as its file system spells it
 * @param start the position of the first byte
 * @param end the position after the last byte; {@link #TO_THE_END} for a compressed file, which is
 *     read as a whole
 * @param size about how many stored bytes there are to read
 * @param length how many stored bytes the whole file had when it was found; {@link #UNKNOWN} if it
 *     is read to whatever end it has
 */
record FileSlice(String file, long start, long end, long size, long length)
    implements Serializable {
  static final long TO_THE_END = Long.MAX_VALUE;
  static final long UNKNOWN = -1;

  /** A slice of a file of unknown length. */
  FileSlice(String file, long start, long end, long size) {
    this(file, start, end, size, UNKNOWN);
  }

  /** Splits this slice into slices of about this many bytes. A compressed file stays whole. */
  List<FileSlice> split(long bytes) {
    if (end == TO_THE_END) {
      return List.of(this);
    }
    List<FileSlice> slices = new ArrayList<>();
    for (long from = start; from < end; from += bytes) {
      long to = Math.min(end, from + bytes);
      slices.add(new FileSlice(file, from, to, to - from, length));
    }
    return slices;
  }
}
