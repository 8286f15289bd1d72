package dev.sessionbeam.run;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;

/** Writes the command of a run for a message, so that a shell reads each word as it is. */
final class ShellCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellCommand() {}

  /** Returns the command that runs with these flags. */
  static String run(List<String> flags) {
    return Stream.concat(Stream.of("./sessionbeam", "run"), flags.stream())
        .map(ShellCommand::quoted)
        .collect(Collectors.joining(" "));
  }

  /** Returns the flag for the format, if the run has it: a command for its output needs it too. */
  static Stream<String> format(PipelineOptions options) {
    String format = options.as(OutputOptions.class).getFormat();
    return format == null ? Stream.of() : Stream.of("--format=" + format);
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
