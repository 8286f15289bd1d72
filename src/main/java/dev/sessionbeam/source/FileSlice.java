package dev.sessionbeam.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file: the records on the lines that begin in it.
 *
 * @param file the file's name, as its file system spells it
 * @param start the first byte
 * @param end the byte behind the last one; {@link #TO_THE_END} for a compressed file, which is read
 *     whole
 * @param size how many stored bytes there are to read, roughly
 */
record FileSlice(String file, long start, long end, long size) implements Serializable {
  static final long TO_THE_END = Long.MAX_VALUE;

  /** This slice in slices of about this many bytes; a compressed file stays whole. */
  List<FileSlice> split(long bytes) {
    if (end == TO_THE_END) {
      return List.of(this);
    }
    List<FileSlice> parts = new ArrayList<>();
    for (long from = start; from < end; from += bytes) {
      long to = Math.min(end, from + bytes);
      parts.add(new FileSlice(file, from, to, to - from));
    }
    return parts;
  }
}
