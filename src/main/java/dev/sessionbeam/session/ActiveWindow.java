package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * A merged window of a machine, and the places of its events.
 *
 * @param places where its events are. A place is a number under which events are kept in state; it
 *     stays the same when windows merge. Never empty
 * @param content which of its events were emitted
 */
record ActiveWindow<W extends BoundedWindow>(W window, List<Integer> places, Content content) {
  /** Which events of a window were emitted. */
  enum Content {
    /** All of them. */
    EMITTED(0),
    /** Some were not. */
    CHANGED(1),
    /** None of them, so that nothing needs to look for emitted ones. */
    NEW(2);

    private final int code;

    Content(int code) {
      this.code = code;
    }
  }

  ActiveWindow {
    places = List.copyOf(places);
  }

  /** Whether it has events that are in no emitted session yet. */
  boolean fresh() {
    return content != Content.EMITTED;
  }

  /** The watermark from which its sessions are due: it has passed the window's end. */
  long dueAt() {
    return window.maxTimestamp().getMillis() + 1;
  }

  /**
   * The same window after its sessions were emitted and all its events were moved to its first
   * place.
   */
  ActiveWindow<W> emitted() {
    return new ActiveWindow<>(window, places.subList(0, 1), Content.EMITTED);
  }

  /** Encodes an {@link ActiveWindow}. */
  static final class WindowCoder<W extends BoundedWindow> extends StructuredCoder<ActiveWindow<W>> {
    private static final long serialVersionUID = 1;
    private static final Coder<List<Integer>> PLACES = ListCoder.of(VarIntCoder.of());

    private final Coder<W> window;

    WindowCoder(Coder<W> window) {
      this.window = window;
    }

    @Override
    public void encode(ActiveWindow<W> value, OutputStream out) throws IOException {
      window.encode(value.window, out);
      PLACES.encode(value.places, out);
      out.write(value.content.code);
    }

    @Override
    public ActiveWindow<W> decode(InputStream in) throws IOException {
      return new ActiveWindow<>(window.decode(in), PLACES.decode(in), content(in.read()));
    }

    private static Content content(int code) throws IOException {
      return switch (code) {
        case 0 -> Content.EMITTED;
        case 1 -> Content.CHANGED;
        case 2 -> Content.NEW;
        default -> throw new CoderException("no version wrote a window with the code " + code);
      };
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
