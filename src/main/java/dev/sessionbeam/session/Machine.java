package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * What is remembered of a machine beside its events.
 *
 * @param windows the windows that they are in
 * @param bytes how many bytes of them there are, by span
 * @param wakesAt the watermark at which it is looked at next; {@link #NEVER} for none
 * @param seen the highest watermark that it was looked at: behind a restart a runner's watermark
 *     begins anew, and what was written for good stays so
 */
record Machine(MachineWindows windows, Map<Long, Long> bytes, long wakesAt, long seen) {
  static final long NEVER = Long.MAX_VALUE;
  static final Machine UNKNOWN = new Machine(MachineWindows.NONE, Map.of(), NEVER, Long.MIN_VALUE);

  Machine {
    bytes = Map.copyOf(bytes);
  }

  Machine with(MachineWindows changed, Map<Long, Long> sums) {
    return new Machine(changed, sums, wakesAt, seen);
  }

  Machine wakingAt(long watermark) {
    return new Machine(windows, bytes, watermark, seen);
  }

  /** The watermark that holds for this machine, given the runner's. */
  long watermark(long current) {
    return Math.max(seen, current);
  }

  /** The same, looked at when the watermark was this. */
  Machine seenAt(long watermark) {
    return new Machine(windows, bytes, wakesAt, watermark(watermark));
  }

  /** What is still of use at a watermark. */
  Machine at(long watermark, StreamRules rules) {
    Map<Long, Long> sums = new TreeMap<>(bytes);
    sums.keySet().removeIf(span -> rules.spanOverAt(span) <= watermark);
    return new Machine(windows.at(watermark, rules), sums, wakesAt, seen);
  }

  boolean isEmpty() {
    return bytes.isEmpty() && windows.isEmpty();
  }

  /** The next watermark at which there is something to write or to forget. */
  long nextWake(StreamRules rules) {
    long forget =
        Math.min(
            windows.nextUntouchable(rules),
            bytes.keySet().stream().mapToLong(rules::spanOverAt).min().orElse(NEVER));
    return Math.min(windows.nextDue(rules), forget == NEVER ? NEVER : rules.sweepAt(forget));
  }

  /** Encodes a {@link Machine}. */
  static final class MachineCoder extends AtomicCoder<Machine> {
    private static final long serialVersionUID = 1;
    private static final VarLongCoder LONG = VarLongCoder.of();
    private static final Coder<MachineWindows> WINDOWS = new MachineWindows.WindowsCoder();
    private static final Coder<Map<Long, Long>> BYTES = MapCoder.of(LONG, LONG);

    @Override
    public void encode(Machine value, OutputStream out) throws IOException {
      WINDOWS.encode(value.windows, out);
      BYTES.encode(value.bytes, out);
      LONG.encode(value.wakesAt, out);
      LONG.encode(value.seen, out);
    }

    @Override
    public Machine decode(InputStream in) throws IOException {
      return new Machine(WINDOWS.decode(in), BYTES.decode(in), LONG.decode(in), LONG.decode(in));
    }
  }
}
