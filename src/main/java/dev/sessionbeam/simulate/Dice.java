package dev.sessionbeam.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The same draws for the same seed, on every machine. Only {@code nextLong} of the JDK's generator
 * is used, as its other draws have changed between versions, and no logarithm but StrictMath's.
 */
final class Dice {
  private static final double FRACTION = 0x1p-53;
  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 1L << 63;

  private final SplittableRandom random;

  Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Dice whose draws have nothing to do with those that these give from now on. */
  Dice split() {
    return new Dice(random.nextLong());
  }

  /** From 0 up to, not including, 1. */
  double fraction() {
    return (random.nextLong() >>> 11) * FRACTION;
  }

  /** From 0 up to, not including, the bound. */
  long below(long bound) {
    return (long) (fraction() * bound);
  }

  /** Whether something happens that happens so often: 0 never, 1 always. */
  boolean chance(double share) {
    return fraction() < share;
  }

  /** One of them, each as often. */
  <T> T pick(List<T> choices) {
    return choices.get((int) below(choices.size()));
  }

  /** Mostly small, seldom large, on average the mean. */
  long exponential(long mean) {
    return (long) (-StrictMath.log(1 - fraction()) * mean);
  }

  /** A random UUID, version 4. */
  String uuid() {
    long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
    return new UUID(high, (random.nextLong() >>> 2) | VARIANT).toString();
  }
}
