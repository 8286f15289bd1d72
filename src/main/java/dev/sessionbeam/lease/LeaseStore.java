package dev.sessionbeam.lease;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the leases of one output or archive are kept: one small file, replaced as a whole. */
public interface LeaseStore extends AutoCloseable {
  /**
   * What the file holds.
   *
   * @param table all leases; without any where there is no file yet
   * @param version of the file; null where there is none yet
   * @param now the storage's own time, taken between the call and its return
   */
  record Stored(LeaseTable table, @Nullable String version, Instant now) {}

  /** The file's name, for messages. */
  String location();

  /**
   * Reads the file as it is now, not as it was a moment ago.
   *
   * @throws IOException where it cannot be read, or is damaged; says how to mend it
   */
  Stored read() throws IOException;

  /** The leases that are stored, expired ones included. */
  default List<Lease> holders() throws IOException {
    return read().table().leases();
  }

  /**
   * Writes a new file where nobody else has changed it since it was read.
   *
   * @return whether it was written; where it was not, read it again
   */
  boolean replace(Stored read, LeaseTable table) throws IOException;

  /**
   * Deletes the file where nobody else has changed it since it was read: no lease is left.
   *
   * @return whether it was deleted; where it was not, read it again
   */
  boolean delete(Stored read) throws IOException;

  @Override
  void close();
}
