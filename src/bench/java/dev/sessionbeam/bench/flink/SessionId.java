package dev.sessionbeam.bench.flink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Computes the id of a session, a UUIDv5 of machine and start, with the JDK only. */
final class SessionId {
  // UUIDv5(URL, "https://sessionbeam.dev/session").
  private static final UUID NAMESPACE = UUID.fromString("b9374fbf-052c-531f-a961-280df66b5e39");

  private SessionId() {}

  static UUID of(String machine, long startMillis) {
    MessageDigest sha1 = sha1();
    sha1.update(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits())
            .flip());
    sha1.update((machine + '\n' + startMillis).getBytes(StandardCharsets.UTF_8));
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & ~(0xC0L << 56)) | (0x80L << 56);
    return new UUID(high, low);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK does not have SHA-1", e);
    }
  }
}
