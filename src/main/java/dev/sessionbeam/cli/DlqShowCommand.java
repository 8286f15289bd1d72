package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.Account;
import dev.sessionbeam.deliver.dlq.LetterCounts;
import dev.sessionbeam.deliver.dlq.LetterFiles;
import dev.sessionbeam.deliver.dlq.MessageQueue;
import dev.sessionbeam.deliver.dlq.StopSignal;
import dev.sessionbeam.io.file.InvalidInputException;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam dlq show}: counts dead letters. */
@Command(
    name = "show",
    description = "Counts dead letters by destination and reason. Changes nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "A first-in-first-out queue hands out only some messages of each group until these are"
          + " deleted, so show does not see all of them.",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong usage."
    })
final class DlqShowCommand implements Callable<Integer> {
  @Mixin private DlqQueueFlags queue;

  @Option(
      names = "--input",
      paramLabel = "FILE|FOLDER",
      description = "In place of --queue: a backup, or undelivered/ of an output; also s3://….")
  private @Nullable String input;

  @Mixin private DlqFlags flags;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    return DlqFlags.run(spec.commandLine(), this::show);
  }

  private int show(StopSignal stop) throws IOException, UsageException {
    CommandLine command = spec.commandLine();
    List<String> faults = new ArrayList<>();
    if ((queue.queue == null) == (input == null)) {
      throw new UsageException("--queue=URL|ARN or --input=FILE|FOLDER: give exactly one of them");
    }
    if (input != null) {
      DlqFlags.checkPath("--input", input, true, faults);
      DlqFlags.reject(faults);
      try {
        command.getOut().print(LetterCounts.of(LetterFiles.find(input, flags.options()), stop));
      } catch (InvalidInputException e) {
        throw new UsageException("--input: " + e.getMessage());
      }
      return ExitCode.OK;
    }
    try (MessageQueue opened = queue.open(flags.awsRegion, faults).orElse(null)) {
      DlqFlags.reject(faults);
      if (opened != null) {
        Account account = LetterCounts.of(opened, stop, command.getErr());
        command.getOut().print(account.text());
        return account.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }
}
