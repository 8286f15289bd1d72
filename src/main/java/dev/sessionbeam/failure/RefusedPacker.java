package dev.sessionbeam.failure;

import dev.sessionbeam.event.Packer;
import java.util.function.Consumer;

/**
 * A packer whose elements hold refused records as well.
 *
 * @param <A> what is gathered
 * @param <B> what comes out
 */
public interface RefusedPacker<A, B> extends Packer<A, B> {
  /** Takes a refused record in; what is full goes out. */
  void addRefused(Refused refused, Consumer<B> out);
}
