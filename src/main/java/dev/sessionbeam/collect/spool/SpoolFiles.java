package dev.sessionbeam.collect.spool;

import java.io.IOException;
import java.nio.file.Path;

/** The disk of the spool. Tests have one that fails. */
interface SpoolFiles {
  /** Opens a file for reading and writing, or creates it. */
  SpoolFile open(Path file) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path file) throws IOException;

  /** Puts a file in the place of another one, at once. */
  void replace(Path file, Path by) throws IOException;

  /** Returns when the names of the files in a folder are on the disk. */
  void forceNames(Path folder) throws IOException;
}
