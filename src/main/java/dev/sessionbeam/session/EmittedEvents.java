package dev.sessionbeam.session;

import dev.sessionbeam.packing.ZstdCompressor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * An {@link EventGroup.Emitted} as it is kept in state, with its events compressed.
 *
 * @param compressed the compressed events
 */
record EmittedEvents(byte[] compressed, int revision, SessionRules rules) {
  /** Compresses the events of an emitted group, whose sessions are cut by these rules. */
  static EmittedEvents of(EventGroup group, SessionRules rules, ZstdCompressor compressor) {
    return new EmittedEvents(compressor.compress(group.packed()), group.revision(), rules);
  }

  EventGroup.Emitted release(ZstdCompressor compressor) {
    return new EventGroup.Emitted(compressor.decompressEvents(compressed), revision, rules);
  }

  /** Encodes {@link EmittedEvents}. */
  static final class EmittedEventsCoder extends AtomicCoder<EmittedEvents> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(EmittedEvents emitted, OutputStream out) throws IOException {
      VarIntCoder.of().encode(emitted.revision, out);
      VarLongCoder.of().encode(emitted.rules.gapMillis(), out);
      VarLongCoder.of().encode(emitted.rules.maxDurationMillis(), out);
      ByteArrayCoder.of().encode(emitted.compressed, out);
    }

    @Override
    public EmittedEvents decode(InputStream in) throws IOException {
      int revision = VarIntCoder.of().decode(in);
      SessionRules rules =
          SessionRules.ofMillis(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in));
      return new EmittedEvents(ByteArrayCoder.of().decode(in), revision, rules);
    }
  }
}
