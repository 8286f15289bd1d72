package dev.sessionbeam.event;

import java.io.Serializable;
import java.util.function.Consumer;

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

  /** Gives out each thing as it comes. */
  static <T> Packer<T, T> none() {
    return new Packer<>() {
      @Override
      public void add(T item, Consumer<T> out) {
        out.accept(item);
      }

      @Override
      public void flush(Consumer<T> out) {}
    };
  }
}
