package dev.sessionbeam.deliver;

import dev.sessionbeam.event.Event;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names an event among those of its machine and instant. If the definition names no id, an event's
 * id is its record; then a hash of the record is its name, because a record may be long.
 *
 * @param named whether the definition names an id
 */
record EventId(boolean named) implements Serializable {
  String of(Event event) {
    return named ? new String(event.id(), StandardCharsets.UTF_8) : hash(event.id());
  }

  private static String hash(byte[] record) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(record));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
