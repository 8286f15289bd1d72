package dev.sessionbeam.lease;

import dev.sessionbeam.s3.S3Document;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases in one object of S3. It is created with {@code If-None-Match: *} and replaced with {@code
 * If-Match: ETag}, so of several that read the same version exactly one writes the next. The time
 * is that of S3's answers (HTTP {@code Date}), in whole seconds.
 *
 * <p>One object, and not one for each lease: an overlap is between two leases, and S3 has no
 * condition on two objects.
 *
 * <p>Some servers take a write with a condition as one without. There, two runs that start in the
 * same moment are not kept apart, and a warning says so; all others are.
 */
final class S3LeaseStore implements LeaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3LeaseStore.class);

  private final S3Document document;
  private final UnaryOperator<Instant> clock;
  private boolean checked;

  /**
   * A store in an object.
   *
   * @param clock S3's time to the time that counts: the identity, but for tests
   */
  S3LeaseStore(S3Document document, UnaryOperator<Instant> clock) {
    this.document = document;
    this.clock = clock;
  }

  @Override
  public String location() {
    return document.name();
  }

  @Override
  public Stored read() throws IOException {
    S3Document.Content content = document.read();
    String text = content.text();
    LeaseTable table = text == null ? LeaseTable.EMPTY : LeaseJson.read(text, location());
    return new Stored(table, content.version(), clock.apply(content.date()));
  }

  @Override
  public synchronized boolean replace(Stored read, LeaseTable table) throws IOException {
    String text = LeaseJson.write(table);
    if (!document.replace(read.version(), text)) {
      return false;
    }
    if (!checked) {
      checked = true;
      if (!document.hasConditions(text)) {
        LOG.warn(
            "The server of {} does not support conditional writes (PUT with If-None-Match and"
                + " If-Match): two runs that start in the same moment may both get the lease",
            location());
      }
    }
    return true;
  }

  @Override
  public boolean delete(Stored read) throws IOException {
    String version = read.version();
    return version == null || document.delete(version);
  }

  @Override
  public void close() {
    document.close();
  }
}
