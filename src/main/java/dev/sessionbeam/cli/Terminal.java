package dev.sessionbeam.cli;

import java.util.Map;

/**
 * What is known of the terminal that the command line runs in.
 *
 * @param isInput whether the standard input is a terminal
 * @param isOutput whether the standard output is a terminal
 * @param wantsColours whether its user wants colours
 */
record Terminal(boolean isInput, boolean isOutput, boolean wantsColours) {
  /** What the launcher says of the standard streams: Java cannot tell one from the other. */
  static final String PROPERTY = "sessionbeam.terminal";

  /** No terminal at all. */
  static final Terminal NONE = new Terminal(false, false, false);

  /** The terminal of this process. */
  static Terminal ofProcess() {
    return of(System.getProperty(PROPERTY, ""), System.getenv());
  }

  /**
   * Returns what is known.
   *
   * @param streams has {@code in} and {@code out} for the streams that are a terminal
   * @param environment the variables of the process; NO_COLOR turns colours off, as no-color.org
   *     describes it
   */
  static Terminal of(String streams, Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(streams.contains("in"), streams.contains("out"), !refused && !dumb);
  }

  boolean showsColours() {
    return isOutput && wantsColours;
  }
}
