package dev.sessionbeam.io.file;

import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.file.StoredBytes.ShortenedFileException;
import dev.sessionbeam.io.s3.S3Faults;
import java.io.EOFException;
import java.io.IOException;

/**
 * Thrown if an input file cannot be read, or not to its end. The message names the file and the
 * cause.
 */
public final class UnreadableInputException extends IOException {
  UnreadableInputException(String file, Exception cause) {
    super("cannot read " + file + ": " + describe(file, cause), cause);
  }

  /** The file is of a kind that is not read. */
  UnreadableInputException(String fault) {
    super(fault);
  }

  /** The cause itself if it names the file already. */
  static UnreadableInputException of(String file, Exception cause) {
    return cause instanceof UnreadableInputException named
        ? named
        : new UnreadableInputException(file, cause);
  }

  private static String describe(String file, Exception cause) {
    if (cause instanceof EOFException && !(cause instanceof ShortenedFileException)) {
      return "it ends within its compressed data; was it cut short?";
    }
    return S3Faults.describe(cause)
        .orElseGet(
            () ->
                cause instanceof IOException io
                    ? FileFaults.describe(file, io)
                    : String.valueOf(cause.getMessage()));
  }
}
