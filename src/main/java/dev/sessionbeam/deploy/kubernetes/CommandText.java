package dev.sessionbeam.deploy.kubernetes;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands as a person can give them to a shell. */
final class CommandText {
  private static final String PLAIN = "[A-Za-z0-9_./:=,@%+-]+";

  private CommandText() {}

  static String of(Call call) {
    return Stream.concat(Stream.of(call.tool()), call.arguments().stream())
        .map(argument -> argument.matches(PLAIN) ? argument : quoted(argument))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }
}
