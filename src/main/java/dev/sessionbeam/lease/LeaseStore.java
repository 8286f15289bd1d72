package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the leases of one output or archive in one small file, which is replaced as a whole. */
public interface LeaseStore extends AutoCloseable {
  /**
   * What the file holds.
   *
   * @param table all leases; empty if there is no file yet
   * @param version of the file; null if there is no file yet
   * @param now the storage's own time, taken between the call and its return
   */
  record Stored(LeaseTable table, @Nullable String version, Instant now) {}

  /** The file's name, for messages. */
  String location();

  /**
   * Reads the file as it is now, not as it was a moment ago.
   *
   * @throws IOException if the file cannot be read or is damaged; the message contains what to do
   */
  Stored read() throws IOException;

  /** The leases that are stored, including expired ones. */
  default List<Lease> holders() throws IOException {
    return read().table().leases();
  }

  /**
   * Writes a new file if no other process has changed it since it was read.
   *
   * @return whether it was written; if not, read it again
   */
  boolean replace(Stored read, LeaseTable table) throws IOException;

  /**
   * Deletes the file if no other process has changed it since it was read. No lease is left then.
   *
   * @return whether it was deleted; if not, read it again
   */
  boolean delete(Stored read) throws IOException;

  @Override
  void close();
}
