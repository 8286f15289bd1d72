package dev.sessionbeam.lease;

import dev.sessionbeam.s3.S3Document;
import java.io.IOException;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Leases in one object of S3. It is created with {@code If-None-Match: *} and replaced with {@code
 * If-Match: ETag}, so of several that read the same version exactly one writes the next. The time
 * is that of S3's answers (HTTP {@code Date}), in whole seconds.
 *
 * <p>One object, and not one for each lease: an overlap is between two leases, and S3 has no
 * condition on two objects.
 */
final class S3LeaseStore implements LeaseStore {
  private final S3Document document;
  private final UnaryOperator<Instant> clock;
  private boolean trusted;

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
    if (!trusted) {
      document.requireConditions(text);
      trusted = true;
    }
    return true;
  }

  @Override
  public void close() {
    document.close();
  }
}
