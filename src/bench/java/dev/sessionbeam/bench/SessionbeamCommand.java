package dev.sessionbeam.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that runs sessionbeam, as a user would start it. */
final class SessionbeamCommand {
  private static final List<String> STREAMING = List.of("--streaming", "--maxDisorder=2m");

  private SessionbeamCommand() {}

  /** Returns a run over files in batch, with further flags. */
  static Contestant.Start batch(String... flags) {
    return (input, output) -> files(input, output, List.of(flags));
  }

  /** Returns a run that plays files as a stream, with further flags. */
  static Contestant.Start streaming(String... flags) {
    List<String> all = new ArrayList<>(STREAMING);
    all.addAll(List.of(flags));
    return (input, output) -> files(input, output, all);
  }

  private static List<String> files(Path input, Path output, List<String> flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "./sessionbeam",
                "run",
                "--definition=pipelines/nitro.yaml",
                "--compression=none",
                "--input=" + input,
                "--output=" + output,
                "--overwrite"));
    command.addAll(flags);
    return command;
  }

  /** Returns the same run, with options for its JVM that come after those of its runner. */
  static Contestant.Start withJava(String options, Contestant.Start run) {
    return (input, output) -> {
      List<String> command = new ArrayList<>(List.of("env", "SESSIONBEAM_JAVA_OPTS=" + options));
      command.addAll(run.command(input, output));
      return command;
    };
  }

  /** Returns a run in streaming that reads from a Kinesis server. */
  static Contestant.Start reading(KinesisStub kinesis) {
    List<String> flags = List.of("--compression=none", "--stopWhenIdle=1s");
    return (input, output) ->
        KinesisCommand.of(kinesis, "pipelines/nitro.yaml", output.toString(), flags);
  }
}
