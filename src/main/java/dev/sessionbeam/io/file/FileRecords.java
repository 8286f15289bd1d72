package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.EnvelopeReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the records of one file on the disk, as a run reads them, but without a pipeline. */
public final class FileRecords implements Closeable {
  private final SliceReader reader;
  private final boolean replay;

  private FileRecords(SliceReader reader, boolean replay) {
    this.reader = reader;
    this.replay = replay;
  }

  /**
   * Opens a file.
   *
   * @param unwraps whether a record may hold many
   * @param replay whether to take records out of the envelopes that hold them
   * @throws UnreadableInputException if the file cannot be read, or has a kind that is not read
   */
  public static FileRecords open(Path file, boolean unwraps, boolean replay)
      throws UnreadableInputException {
    String name = file.toAbsolutePath().toString();
    try {
      FileSlice whole = new FileSlice(name, 0, FileSlice.TO_THE_END, Files.size(file));
      return new FileRecords(SliceReader.open(whole, unwraps, replay), replay);
    } catch (IOException e) {
      throw UnreadableInputException.of(name, e);
    }
  }

  /**
   * Returns the next record, or null after the last one. Its origin has the file's absolute path.
   *
   * @throws UnreadableInputException if the file cannot be read further
   */
  public @Nullable RawRecord next() throws UnreadableInputException {
    RawRecord record = reader.next();
    return record != null && replay ? EnvelopeReader.open(record) : record;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
