package dev.sessionbeam.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Describes the machine that measures. */
final class Machine {
  private Machine() {}

  /** Returns its cores, its Java and its system. */
  static String describe() {
    return String.format(
        Locale.ROOT,
        "%d cores, JDK %s, %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        System.getProperty("os.name"));
  }

  /** Returns the last line of a table: the machine and today's date. */
  static String lastLine() {
    return describe() + ", " + LocalDate.now(ZoneOffset.UTC) + ".\n";
  }
}
