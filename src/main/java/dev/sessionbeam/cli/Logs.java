package dev.sessionbeam.cli;

/** Sets how much Beam and Flink log. Must be called before the first logger is created. */
final class Logs {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logs() {}

  static void setUp(boolean verbose) {
    setDefault("defaultLogLevel", verbose ? "info" : "off");
    // Rare, and about what somebody has just changed: new routes, and routes that are refused.
    setDefault("log.dev.sessionbeam.deliver.route", "info");
    // A line for each start, stop and problem.
    setDefault("log.dev.sessionbeam.collect", "info");
    setDefault("showDateTime", "true");
    setDefault("dateTimeFormat", "HH:mm:ss.SSS");
    setDefault("showShortLogName", "true");
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(PREFIX + name) == null) {
      System.setProperty(PREFIX + name, value);
    }
  }
}
