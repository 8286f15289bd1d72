package dev.sessionbeam.event;

import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Instant;

/**
 * Gathers many small things into few large elements, within a bundle: most of an element's way
 * through a runner costs the same whatever its size.
 *
 * @param <A> what is gathered
 * @param <B> what comes out
 */
public interface Packer<A, B> extends Serializable {
  /** Takes one in; what is full goes out. */
  void add(A item, Consumer<B> out);

  /** Gives out all that is held. Called at a bundle's end, so that nothing outlives it. */
  void flush(Consumer<B> out);

  /**
   * The time of what comes out: the earliest of what is in it, since the watermark waits for that.
   */
  default Instant timestamp(B packed) {
    return BoundedWindow.TIMESTAMP_MIN_VALUE;
  }
}
