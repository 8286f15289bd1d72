package dev.sessionbeam.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/**
 * The current events of one machine in their order, in arrays: a machine may have millions.
 *
 * @param before what is known of its events on earlier days
 * @param actions the different actions, in the order of their first events
 * @param millis the instant of each event, in milliseconds since the epoch
 * @param action the number of each event's action in {@code actions}
 * @param opening whether each event is an opening event
 * @param starts the place of each session's first event; the first one is 0
 * @param kept how many of the sessions are of days whose state is kept
 * @param keptLines what the machine's lines of these days were
 * @param lines what its other lines were
 */
record MachineEvents(
    MachineState before,
    List<String> actions,
    long[] millis,
    int[] action,
    boolean[] opening,
    int[] starts,
    int kept,
    LineCounts keptLines,
    LineCounts lines) {
  MachineEvents {
    actions = List.copyOf(actions);
  }

  /** Returns the number of events. */
  int size() {
    return millis.length;
  }

  /** Returns the place of a session's first event; of the number of sessions, the end. */
  int start(int session) {
    return session < starts.length ? starts[session] : millis.length;
  }

  /** Returns the place after the last event of a session. */
  int end(int session) {
    return start(session + 1);
  }

  /** Encodes machines. */
  static final class MachineEventsCoder extends AtomicCoder<MachineEvents> {
    static final MachineEventsCoder INSTANCE = new MachineEventsCoder();
    private static final long serialVersionUID = 1;

    @Override
    public void encode(MachineEvents machine, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(machine.before.machine(), out);
      machine.before.encode(out);
      VarInt.encode(machine.actions.size(), out);
      for (String action : machine.actions) {
        StringUtf8Coder.of().encode(action, out);
      }
      VarInt.encode(machine.size(), out);
      long previous = 0;
      for (int i = 0; i < machine.size(); i++) {
        VarInt.encode(machine.millis[i] - previous, out);
        VarInt.encode(machine.action[i] << 1 | (machine.opening[i] ? 1 : 0), out);
        previous = machine.millis[i];
      }
      VarInt.encode(machine.starts.length, out);
      int before = 0;
      for (int start : machine.starts) {
        VarInt.encode(start - before, out);
        before = start;
      }
      VarInt.encode(machine.kept, out);
      machine.keptLines.encode(out);
      machine.lines.encode(out);
    }

    @Override
    public MachineEvents decode(InputStream in) throws IOException {
      MachineState state = MachineState.decode(StringUtf8Coder.of().decode(in), in);
      List<String> actions = new ArrayList<>();
      int names = VarInt.decodeInt(in);
      for (int i = 0; i < names; i++) {
        actions.add(StringUtf8Coder.of().decode(in));
      }
      int size = VarInt.decodeInt(in);
      long[] millis = new long[size];
      int[] action = new int[size];
      boolean[] opening = new boolean[size];
      long previous = 0;
      for (int i = 0; i < size; i++) {
        previous += VarInt.decodeLong(in);
        millis[i] = previous;
        int next = VarInt.decodeInt(in);
        action[i] = next >> 1;
        opening[i] = (next & 1) != 0;
      }
      int[] starts = new int[VarInt.decodeInt(in)];
      int before = 0;
      for (int i = 0; i < starts.length; i++) {
        before += VarInt.decodeInt(in);
        starts[i] = before;
      }
      int kept = VarInt.decodeInt(in);
      LineCounts keptLines = LineCounts.decode(in);
      return new MachineEvents(
          state, actions, millis, action, opening, starts, kept, keptLines, LineCounts.decode(in));
    }
  }
}
