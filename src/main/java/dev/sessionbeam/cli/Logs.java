package dev.sessionbeam.cli;

import java.util.List;

/** How much Beam and Flink say. Has to be settled before the first logger is made. */
final class Logs {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logs() {}

  static void setUp(String[] args) {
    boolean verbose = List.of(args).contains("--verbose");
    setDefault("defaultLogLevel", verbose ? "info" : "off");
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
