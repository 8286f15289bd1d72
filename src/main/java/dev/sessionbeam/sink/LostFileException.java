package dev.sessionbeam.sink;

import java.io.IOException;

/** A file of which a checkpoint knows is gone. To go on without it would lose its lines. */
public final class LostFileException extends IOException {
  LostFileException(String staged, String published) {
    super(
        staged
            + " is gone, and "
            + published
            + " is not there either, though the checkpoint that this job goes on from names it."
            + " Its lines cannot be written. A savepoint can be resumed while its staged files are"
            + " there: nobody may delete them, and --stagedRetention says how long later runs keep"
            + " them. Start again without the checkpoint, from a time before it");
  }
}
