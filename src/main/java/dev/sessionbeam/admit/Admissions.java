package dev.sessionbeam.admit;

import dev.sessionbeam.session.MachineWindows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * What is remembered of a machine's admitted events.
 *
 * @param windows the windows that they are in
 * @param bytes how many bytes of them there are, by span
 */
record Admissions(MachineWindows windows, Map<Long, Long> bytes) {
  static final Admissions NONE = new Admissions(MachineWindows.NONE, Map.of());

  Admissions {
    bytes = Map.copyOf(bytes);
  }

  /** The bytes of a span's events once there are more. */
  long bytesWith(long span, long more) {
    return bytes.getOrDefault(span, 0L) + more;
  }

  Admissions with(MachineWindows merged, long span, long spanBytes) {
    Map<Long, Long> sums = new TreeMap<>(bytes);
    sums.put(span, spanBytes);
    return new Admissions(merged, sums);
  }

  /** What is still of use at a watermark. */
  Admissions at(long watermark, AdmissionRules rules) {
    Map<Long, Long> sums = new TreeMap<>(bytes);
    sums.keySet().removeIf(span -> rules.spanOverAt(span) <= watermark);
    return new Admissions(windows.at(watermark, rules.session(), rules.latenessMillis()), sums);
  }

  boolean isEmpty() {
    return bytes.isEmpty() && windows.windows().isEmpty();
  }

  /** The next watermark at which something here is of no use any more; it may not be empty. */
  long nextOver(AdmissionRules rules) {
    LongStream spans = bytes.keySet().stream().mapToLong(rules::spanOverAt);
    LongStream reach =
        windows.windows().isEmpty()
            ? LongStream.empty()
            : LongStream.of(windows.nextUntouchable(rules.session(), rules.latenessMillis()));
    return LongStream.concat(spans, reach).min().orElseThrow();
  }

  /** Encodes {@link Admissions}. */
  static final class AdmissionsCoder extends AtomicCoder<Admissions> {
    private static final Coder<MachineWindows> WINDOWS = new MachineWindows.WindowsCoder();
    private static final Coder<Map<Long, Long>> BYTES =
        MapCoder.of(VarLongCoder.of(), VarLongCoder.of());

    @Override
    public void encode(Admissions value, OutputStream out) throws IOException {
      WINDOWS.encode(value.windows, out);
      BYTES.encode(value.bytes, out);
    }

    @Override
    public Admissions decode(InputStream in) throws IOException {
      return new Admissions(WINDOWS.decode(in), BYTES.decode(in));
    }
  }
}
