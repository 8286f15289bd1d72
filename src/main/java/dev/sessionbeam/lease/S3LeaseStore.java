package dev.sessionbeam.lease;

import dev.sessionbeam.io.s3.S3Document;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores leases in one object in S3. The object is created with {@code If-None-Match: *} and
 * replaced with {@code If-Match: ETag}. So if several processes read the same version, exactly one
 * of them writes the next one. The time is that of S3's answers (HTTP {@code Date}), in whole
 * seconds.
 *
 * <p>It is one object, not one per lease, because an overlap is between two leases, and S3 has no
 * condition on two objects.
 *
 * <p>Some servers ignore the condition of a write. With them, two runs that start at the same
 * moment may both get the lease, and a warning reports that. In all other cases only one run gets
 * it.
 */
final class S3LeaseStore implements LeaseStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3LeaseStore.class);

  private final S3Document document;
  private final UnaryOperator<Instant> clock;
  private boolean checked;

  /**
   * A store in an object.
   *
   * @param clock changes S3's time; the identity, except in tests
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
