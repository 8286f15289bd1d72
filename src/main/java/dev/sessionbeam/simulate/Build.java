package dev.sessionbeam.simulate;

import java.util.List;

/**
 * A version of the program that sends events, with its known faults.
 *
 * @param seconds whether its timestamps are in seconds, where other builds use milliseconds
 * @param shouts whether its actions are in upper case, with blanks around them
 */
record Build(String number, boolean seconds, boolean shouts) {
  /**
   * Builds without faults, builds with faults, and some whose number only looks like that of a
   * build with faults.
   */
  static final List<Build> ALL =
      List.of(
          of("11.0.3.173"),
          of("11.0.0.64"),
          of("10.5.9.14"),
          of("10.5.3.21"),
          of("9.0.5.9"),
          of("9.0.4.5"),
          of("9.0.4.18"),
          of("9.0.40.2"),
          of("9.5.0.4"),
          of("19.0.4.1"));

  private static Build of(String number) {
    return new Build(number, number.startsWith("9.0."), number.startsWith("9.0.4."));
  }

  /** The resolution of its timestamps, in milliseconds. */
  long resolution() {
    return seconds ? 1000 : 1;
  }
}
