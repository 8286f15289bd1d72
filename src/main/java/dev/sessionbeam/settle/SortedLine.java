package dev.sessionbeam.settle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * A current line and its place in its file.
 *
 * @param machine the machine, in UTF-8
 * @param start the start of the session as it is written; all such texts have one length
 * @param index the event's index in the session; 0 for a session
 * @param json the line, without a line break
 */
record SortedLine(byte[] machine, byte[] start, int index, byte[] json) {
  /** By machine, start of the session and index; the bytes decide about equal lines only. */
  static final Comparator<SortedLine> ORDER =
      Comparator.comparing(SortedLine::machine, Arrays::compareUnsigned)
          .thenComparing(SortedLine::start, Arrays::compareUnsigned)
          .thenComparingInt(SortedLine::index)
          .thenComparing(SortedLine::json, Arrays::compareUnsigned);

  /** About so many bytes of the heap hold a line, in addition to its texts. */
  private static final int OVERHEAD_BYTES = 96;

  /** The approximate size in memory, in bytes. */
  long bytes() {
    return OVERHEAD_BYTES + machine.length + start.length + (long) json.length;
  }

  /** Encodes lines. */
  static final class SortedLineCoder extends AtomicCoder<SortedLine> {
    private static final long serialVersionUID = 1;
    static final SortedLineCoder INSTANCE = new SortedLineCoder();

    @Override
    public void encode(SortedLine line, OutputStream out) throws IOException {
      ByteArrayCoder.of().encode(line.machine, out);
      ByteArrayCoder.of().encode(line.start, out);
      VarIntCoder.of().encode(line.index, out);
      ByteArrayCoder.of().encode(line.json, out);
    }

    @Override
    public SortedLine decode(InputStream in) throws IOException {
      return new SortedLine(
          ByteArrayCoder.of().decode(in),
          ByteArrayCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          ByteArrayCoder.of().decode(in));
    }
  }
}
