package dev.sessionbeam.bench.flink;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A valid event, cleaned and enriched. Public fields make it a POJO, which Flink encodes itself.
 */
public final class NitroEvent {
  /** The order of a machine's events in which sessions are cut. */
  static final Comparator<NitroEvent> IN_ORDER =
      Comparator.<NitroEvent>comparingLong(event -> event.millis)
          .thenComparing(event -> !event.opening)
          .thenComparing(event -> utf8(event.id), Arrays::compareUnsigned);

  /** Sorts duplicates next to each other; the event to keep comes first. */
  static final Comparator<NitroEvent> COPIES_TOGETHER =
      Comparator.<NitroEvent>comparingLong(event -> event.millis)
          .thenComparing(event -> event.id)
          .thenComparing(event -> event.json, Arrays::compareUnsigned);

  private static final byte[] NOTHING = {};

  public String machine = "";
  public String id = "";
  public long millis;
  public boolean opening;
  public String action = "";

  /** All fields, including the enriched ones, as one object. */
  public byte[] json = NOTHING;

  boolean isCopyOf(NitroEvent other) {
    return millis == other.millis && id.equals(other.id);
  }

  /** Whether the other event is a copy with the same bytes. */
  boolean isSameAs(NitroEvent other) {
    return isCopyOf(other) && Arrays.equals(json, other.json);
  }

  /** Returns bytes that sort by code point. Java's strings sort in another order. */
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
