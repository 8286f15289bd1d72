package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * What the state has about a machine, apart from its events.
 *
 * @param windows the windows of its events
 * @param bytes the number of bytes of its events, by span of the {@link MachineLimit}
 * @param wakesAt the watermark at which its timer fires; {@link MachineWindows#NEVER} for no timer
 */
record MachineState<W extends BoundedWindow>(
    MachineWindows<W> windows, Map<Long, Long> bytes, long wakesAt) {
  MachineState {
    // Sorted, so that equal machines are encoded to equal bytes.
    bytes = Collections.unmodifiableSortedMap(new TreeMap<>(bytes));
  }

  static <W extends BoundedWindow> MachineState<W> unknown() {
    return new MachineState<>(MachineWindows.none(), Map.of(), MachineWindows.NEVER);
  }

  MachineState<W> with(MachineWindows<W> changed) {
    return new MachineState<>(changed, bytes, wakesAt);
  }

  MachineState<W> with(Map<Long, Long> sums) {
    return new MachineState<>(windows, sums, wakesAt);
  }

  MachineState<W> wakingAt(long watermark) {
    return new MachineState<>(windows, bytes, watermark);
  }

  /** The same state, without the sums of spans whose events are all late at a watermark. */
  MachineState<W> withoutSpansBefore(long watermark, MachineLimit limit, Lateness lateness) {
    Map<Long, Long> sums = new TreeMap<>(bytes);
    sums.keySet().removeIf(span -> lateness.finalAt(limit.endOf(span)) <= watermark);
    return with(sums);
  }

  boolean isEmpty() {
    return bytes.isEmpty() && windows.active().isEmpty();
  }

  /** The next watermark at which there is something to emit or to remove. */
  long nextWake(MachineLimit limit, Lateness lateness) {
    long spanEnds =
        bytes.keySet().stream()
            .mapToLong(span -> lateness.finalAt(limit.endOf(span)))
            .min()
            .orElse(MachineWindows.NEVER);
    long forget = Math.min(windows.nextFinal(lateness), spanEnds);
    return Math.min(
        windows.nextDue(), forget == MachineWindows.NEVER ? forget : lateness.sweepAt(forget));
  }

  /** Encodes a {@link MachineState}. */
  static final class MachineCoder<W extends BoundedWindow>
      extends StructuredCoder<MachineState<W>> {
    private static final long serialVersionUID = 1;
    private static final VarLongCoder LONG = VarLongCoder.of();
    private static final Coder<Map<Long, Long>> BYTES = MapCoder.of(LONG, LONG);

    private final Coder<W> window;

    MachineCoder(Coder<W> window) {
      this.window = window;
    }

    private Coder<List<ActiveWindow<W>>> active() {
      return ListCoder.of(new ActiveWindow.WindowCoder<>(window));
    }

    @Override
    public void encode(MachineState<W> value, OutputStream out) throws IOException {
      active().encode(value.windows.active(), out);
      VarIntCoder.of().encode(value.windows.nextPlace(), out);
      BYTES.encode(value.bytes, out);
      LONG.encode(value.wakesAt, out);
    }

    @Override
    public MachineState<W> decode(InputStream in) throws IOException {
      return new MachineState<>(
          new MachineWindows<>(active().decode(in), VarIntCoder.of().decode(in)),
          BYTES.decode(in),
          LONG.decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(window);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      window.verifyDeterministic();
    }
  }
}
