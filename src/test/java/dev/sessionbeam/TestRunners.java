package dev.sessionbeam;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The runners of tests that use several. With {@code -Dtest.runners=direct} only Beam's
 * DirectRunner, and it groups in the usual way: that needs much less time.
 */
public final class TestRunners {
  private static final boolean ALL = !System.getProperty("test.runners", "").equals("direct");

  private TestRunners() {}

  /** Returns whether tests use all runners. */
  public static boolean useAll() {
    return ALL;
  }

  /** Skips the test if it is for another runner or grouping than those that are used. */
  public static void assumeUsed(boolean directAndUsual) {
    assumeTrue(ALL || directAndUsual, "-Dtest.runners=direct");
  }
}
