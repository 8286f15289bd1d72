package dev.sessionbeam.report;

import dev.sessionbeam.session.SessionStartRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.sdk.util.VarInt;

/**
 * What must be known of a machine's events up to the end of a day, to go on with the next day's.
 *
 * @param sessions how many sessions it has so far
 * @param cuts for each gap, the session that its last event is in; empty if it has no event
 * @param replaced sessions that its lines replace, with the highest revision that does so; they may
 *     start on later days
 */
record MachineState(String machine, int sessions, List<Cut> cuts, Map<UUID, Integer> replaced)
    implements StoredPart {

  /**
   * A session of a cut that may go on.
   *
   * @param place where the rule is
   * @param length how many events the session has so far
   */
  record Cut(SessionStartRule.Place place, int length) {
    long duration() {
      return place.previous() - place.start();
    }
  }

  public MachineState {
    cuts = List.copyOf(cuts);
    replaced = Map.copyOf(replaced);
  }

  /** Returns the state before the first event. */
  static MachineState none(String machine) {
    return new MachineState(machine, 0, List.of(), Map.of());
  }

  boolean hasEvents() {
    return !cuts.isEmpty();
  }

  /** Returns the instant of the last event; only if there is one. */
  long last() {
    return cuts.get(0).place().previous();
  }

  void encode(OutputStream out) throws IOException {
    VarInt.encode(sessions, out);
    VarInt.encode(cuts.size(), out);
    for (Cut cut : cuts) {
      VarInt.encode(cut.place.previous(), out);
      VarInt.encode(cut.duration(), out);
      VarInt.encode(cut.length << 1 | (cut.place.opened() ? 1 : 0), out);
    }
    VarInt.encode(replaced.size(), out);
    for (Map.Entry<UUID, Integer> session : replaced.entrySet()) {
      StoredPartCoder.write(session.getKey(), out);
      VarInt.encode(session.getValue(), out);
    }
  }

  static MachineState decode(String machine, InputStream in) throws IOException {
    int sessions = VarInt.decodeInt(in);
    List<Cut> cuts = new ArrayList<>();
    int size = VarInt.decodeInt(in);
    for (int i = 0; i < size; i++) {
      long previous = VarInt.decodeLong(in);
      long start = previous - VarInt.decodeLong(in);
      int next = VarInt.decodeInt(in);
      cuts.add(new Cut(new SessionStartRule.Place(start, previous, (next & 1) != 0), next >> 1));
    }
    Map<UUID, Integer> replaced = new HashMap<>();
    int ids = VarInt.decodeInt(in);
    for (int i = 0; i < ids; i++) {
      UUID id = StoredPartCoder.readId(in);
      replaced.put(id, VarInt.decodeInt(in));
    }
    return new MachineState(machine, sessions, cuts, replaced);
  }
}
