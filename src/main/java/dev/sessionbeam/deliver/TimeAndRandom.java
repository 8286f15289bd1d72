package dev.sessionbeam.deliver;

import java.util.concurrent.ThreadLocalRandom;

/** What a shard cannot compute: the time, and random numbers. Tests give them in. */
interface TimeAndRandom {
  /** The wall clock and random numbers of this process. */
  TimeAndRandom SYSTEM =
      new TimeAndRandom() {
        @Override
        public long now() {
          return System.currentTimeMillis();
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public long epoch() {
          return ThreadLocalRandom.current().nextLong();
        }
      };

  /** Returns the wall clock, in milliseconds since the epoch. */
  long now();

  /** Returns a number from 0 to 1. */
  double random();

  /** Returns a number that no other shard has. */
  long epoch();
}
