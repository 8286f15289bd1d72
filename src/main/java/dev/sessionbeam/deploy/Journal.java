package dev.sessionbeam.deploy;

import java.io.IOException;

/** Keeps the note of a stage where the next call finds it, also on another machine. */
public interface Journal {
  /** Returns what was written last; {@link StageNote#EMPTY} if nothing was. */
  StageNote read() throws IOException;

  /**
   * Writes a note as a whole. It is durable when this returns.
   *
   * @throws IOException also if somebody else has written meanwhile
   */
  void write(StageNote note) throws IOException;
}
