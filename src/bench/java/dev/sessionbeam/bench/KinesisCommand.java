package dev.sessionbeam.bench;

import java.util.ArrayList;
import java.util.List;

/** The command of a run that reads a {@link KinesisStub} from the stream's beginning. */
final class KinesisCommand {
  /** The user of all servers of the benchmarks, and the user's secret. */
  static final String USER = "bench";

  private KinesisCommand() {}

  /**
   * Returns the command.
   *
   * @param definition the file of the definition
   * @param output the folder, or an address on S3
   * @param flags further flags of {@code sessionbeam run}
   */
  static List<String> of(
      KinesisStub kinesis, String definition, String output, List<String> flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "AWS_ACCESS_KEY_ID=" + USER,
                "AWS_SECRET_ACCESS_KEY=" + USER,
                "AWS_REGION=eu-central-1",
                "./sessionbeam",
                "run",
                "--streaming",
                "--definition=" + definition,
                "--stream=" + KinesisStub.STREAM,
                "--kinesisEndpoint=" + kinesis.endpoint(),
                "--startAt=trim_horizon",
                "--output=" + output,
                "--overwrite"));
    command.addAll(flags);
    return command;
  }
}
