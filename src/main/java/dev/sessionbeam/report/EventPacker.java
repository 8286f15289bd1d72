package dev.sessionbeam.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Packs events into some bytes each: the time since the event before, whether it opens a session,
 * and its action, which is written once and then named by a number.
 */
final class EventPacker {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> actions = new HashMap<>();
  private long previous;
  private int count;

  /** Gets events in their order. */
  interface Receiver {
    /**
     * Gets an event.
     *
     * @param millis its instant, in milliseconds since the epoch
     */
    void event(long millis, boolean opening, String action);
  }

  /** Adds an event. */
  void add(long millis, boolean opening, String action) {
    try {
      VarInt.encode(millis - previous, out);
      Integer known = actions.get(action);
      VarInt.encode((known == null ? 0 : known) << 1 | (opening ? 1 : 0), out);
      if (known == null) {
        actions.put(action, actions.size() + 1);
        StringUtf8Coder.of().encode(action, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    previous = millis;
    count++;
  }

  /** Returns how many events were added. */
  int count() {
    return count;
  }

  /** Returns the packed events. */
  byte[] bytes() {
    return out.toByteArray();
  }

  /** Gives the events of some bytes to a receiver. */
  static void unpack(byte[] packed, int count, Receiver receiver) {
    ByteArrayInputStream in = new ByteArrayInputStream(packed);
    List<String> actions = new ArrayList<>();
    long millis = 0;
    try {
      for (int i = 0; i < count; i++) {
        millis += VarInt.decodeLong(in);
        int next = VarInt.decodeInt(in);
        if (next >> 1 == 0) {
          actions.add(StringUtf8Coder.of().decode(in));
        }
        String action = actions.get(next >> 1 == 0 ? actions.size() - 1 : (next >> 1) - 1);
        receiver.event(millis, (next & 1) != 0, action);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from memory", e);
    }
  }
}
