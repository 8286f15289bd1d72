package dev.sessionbeam.settle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * What a live line says about one session. Lines of one session are brought together by its id.
 *
 * @param revision of the line; 0 if it has none
 * @param partition of the line, such as {@code date=2017-02-05}; of a mention, the day that it is
 *     from, such as {@code 2017-02-05}, or empty if that day does not settle now
 * @param json the line as a batch run writes it; empty for a mention
 */
record LiveLine(Kind kind, int revision, String partition, byte[] json) {
  /** What a line is to the session. */
  enum Kind {
    /** The session's own line. */
    SESSION,
    /** The line of one of its events. */
    EVENT,
    /** A line of another session that replaces it. */
    MENTION
  }

  private static final byte[] NOTHING = {};

  static LiveLine mention(int revision, String day) {
    return new LiveLine(Kind.MENTION, revision, day, NOTHING);
  }

  /** Encodes lines. */
  static final class LiveLineCoder extends AtomicCoder<LiveLine> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(LiveLine line, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(line.kind.name(), out);
      VarIntCoder.of().encode(line.revision, out);
      StringUtf8Coder.of().encode(line.partition, out);
      ByteArrayCoder.of().encode(line.json, out);
    }

    @Override
    public LiveLine decode(InputStream in) throws IOException {
      return new LiveLine(
          Kind.valueOf(StringUtf8Coder.of().decode(in)),
          VarIntCoder.of().decode(in),
          StringUtf8Coder.of().decode(in),
          ByteArrayCoder.of().decode(in));
    }
  }
}
