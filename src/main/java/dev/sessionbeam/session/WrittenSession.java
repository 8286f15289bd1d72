package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is remembered of a session that was written: enough to see whether another one is the same.
 *
 * @param start the first event's instant, in milliseconds since the epoch
 * @param end the last event's instant
 * @param events how many there are
 * @param opened whether an opening event began it
 * @param revision as it was written
 * @param fingerprint of all its events; 128 bits
 */
record WrittenSession(
    long start, long end, int events, boolean opened, int revision, Fingerprint fingerprint) {

  /** Half of a SHA-256: sessions with the same one are the same. */
  record Fingerprint(long high, long low) {
    static Fingerprint of(Session session) {
      MessageDigest digest = sha256();
      for (Event event : session.events()) {
        byte[] action = event.action().getBytes(StandardCharsets.UTF_8);
        ByteBuffer lengths = ByteBuffer.allocate(2 * Integer.BYTES + 1);
        lengths.putInt(event.json().length).putInt(action.length);
        lengths.put((byte) (event.opening() ? 1 : 0));
        digest.update(lengths.array());
        digest.update(event.json());
        digest.update(action);
      }
      ByteBuffer bits = ByteBuffer.wrap(digest.digest());
      return new Fingerprint(bits.getLong(), bits.getLong());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /** A session that is written for the first time. */
  static WrittenSession of(Session session) {
    return new WrittenSession(
        session.start(),
        session.end(),
        session.events().size(),
        session.opened(),
        0,
        Fingerprint.of(session));
  }

  /** The same under another revision. */
  WrittenSession as(int written) {
    return new WrittenSession(start, end, events, opened, written, fingerprint);
  }

  boolean hasTheEventsOf(WrittenSession other) {
    return start == other.start && end == other.end && fingerprint.equals(other.fingerprint);
  }
}
