package dev.sessionbeam;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The runners of tests that use several. With {@code -Dtest.runners=direct} only Beam's
 * DirectRunner, which needs less time.
 */
public final class TestRunners {
  private static final boolean FLINK = !System.getProperty("test.runners", "").equals("direct");

  private TestRunners() {}

  /** Returns whether tests use Flink. */
  public static boolean useFlink() {
    return FLINK;
  }

  /** Skips the test if it needs Flink, and tests use only the DirectRunner. */
  public static void assumeUsed(boolean flink) {
    assumeTrue(FLINK || !flink, "-Dtest.runners=direct");
  }
}
