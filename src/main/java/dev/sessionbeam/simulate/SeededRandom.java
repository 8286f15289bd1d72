package dev.sessionbeam.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Gives the same random numbers for the same seed, on every machine. It uses only {@code nextLong}
 * of the JDK's generator, because its other methods have changed between versions, and only the
 * logarithm of {@link StrictMath}.
 */
final class SeededRandom {
  private static final double FRACTION = 0x1p-53;
  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 1L << 63;

  private final SplittableRandom random;

  SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Returns a generator whose numbers are independent of those that this one gives from now on. */
  SeededRandom split() {
    return new SeededRandom(random.nextLong());
  }

  /** A number from 0 (included) to 1 (excluded). */
  double fraction() {
    return (random.nextLong() >>> 11) * FRACTION;
  }

  /** A number from 0 (included) to the bound (excluded). */
  long below(long bound) {
    return (long) (fraction() * bound);
  }

  /** Returns true with this probability: 0 never, 1 always. */
  boolean chance(double share) {
    return fraction() < share;
  }

  /** One of the choices, with equal probability. */
  <T> T pick(List<T> choices) {
    return choices.get((int) below(choices.size()));
  }

  /**
   * A number with an exponential distribution: mostly small, rarely large, and the mean on average.
   */
  long exponential(long mean) {
    return (long) (-StrictMath.log(1 - fraction()) * mean);
  }

  /** A random UUID, version 4. */
  String uuid() {
    long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
    return new UUID(high, (random.nextLong() >>> 2) | VARIANT).toString();
  }
}
