package dev.sessionbeam.collect;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A fact that the collector may add to each event. */
public enum Stamp {
  /** When the collector received the event, in milliseconds since the epoch. */
  RECEIVED_AT,
  /** The user agent that the client names, up to 512 characters. */
  USER_AGENT,
  /** The client's address without its last part: 203.0.113.0, or the first 48 bits in IPv6. */
  ADDRESS,
  /** A hash of the client's whole address, by a secret key. */
  ADDRESS_HASH;

  /** Returns the name of the field, and of the stamp in a flag. */
  public String field() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the stamp of a name. */
  public static Optional<Stamp> of(String name) {
    return Stream.of(values()).filter(stamp -> stamp.field().equals(name)).findFirst();
  }
}
