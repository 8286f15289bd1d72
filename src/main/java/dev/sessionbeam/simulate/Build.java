package dev.sessionbeam.simulate;

import java.util.List;

/**
 * A version of the program that sends events, with the faults it is known for.
 *
 * @param seconds whether it counts seconds where others count milliseconds
 * @param shouts whether its actions are in upper case, with blanks around them
 */
record Build(String number, boolean seconds, boolean shouts) {
  /** Sound ones, faulty ones, and some whose number only looks faulty. */
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

  /** The milliseconds between two times that it can tell apart. */
  long resolution() {
    return seconds ? 1000 : 1;
  }
}
