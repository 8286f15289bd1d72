package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** A pack of events with its window as a value, for steps in the global window. */
record WindowedPack<W extends BoundedWindow>(W window, EventPack pack) {
  /** The coder of packs whose windows have the given coder. */
  static <W extends BoundedWindow> Coder<WindowedPack<W>> coder(Coder<W> window) {
    return new PackCoder<>(window);
  }

  static final class PackCoder<W extends BoundedWindow> extends StructuredCoder<WindowedPack<W>> {
    private static final long serialVersionUID = 1;

    private final Coder<W> window;

    PackCoder(Coder<W> window) {
      this.window = window;
    }

    @Override
    public void encode(WindowedPack<W> value, OutputStream out) throws IOException {
      window.encode(value.window, out);
      EventPack.coder().encode(value.pack, out);
    }

    @Override
    public WindowedPack<W> decode(InputStream in) throws IOException {
      return new WindowedPack<>(window.decode(in), EventPack.coder().decode(in));
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
