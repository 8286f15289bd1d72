package dev.sessionbeam.publish;

import java.io.IOException;

/**
 * Thrown if a staged file is gone that a checkpoint names. To continue without the file would lose
 * its lines.
 */
public final class LostFileException extends IOException {
  LostFileException(String staged, String published) {
    super(
        staged
            + " is gone, and "
            + published
            + " does not exist either, although the checkpoint that this job resumes from names it."
            + " The lines of this file cannot be written. A job can resume from a savepoint only"
            + " while its staged files exist: do not delete them, and set --stagedRetention, which"
            + " is how long later runs keep them. Start again without the checkpoint, from a time"
            + " before it");
  }
}
