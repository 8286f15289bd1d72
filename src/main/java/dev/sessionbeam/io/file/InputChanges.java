package dev.sessionbeam.io.file;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How input files have changed since a run found them.
 *
 * @param grown the number of bytes that each file has grown by, by name. They were not read
 * @param replaced the names of files that were replaced or became shorter, in order: the run may
 *     have read the old content, the new content, or some of both
 */
public record InputChanges(SortedMap<String, Long> grown, List<String> replaced) {
  /** No file has changed. */
  public static final InputChanges NONE = new InputChanges(new TreeMap<>(), List.of());

  public InputChanges {
    grown = Collections.unmodifiableSortedMap(new TreeMap<>(grown));
    replaced = replaced.stream().sorted().toList();
  }
}
