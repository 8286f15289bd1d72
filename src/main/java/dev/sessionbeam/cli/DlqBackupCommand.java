package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.Account;
import dev.sessionbeam.deliver.dlq.BackupQueue;
import dev.sessionbeam.deliver.dlq.MessageQueue;
import dev.sessionbeam.deliver.dlq.StopSignal;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
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

/** {@code sessionbeam dlq backup}: copies the messages of a queue into a file. */
@Command(
    name = "backup",
    description = {
      "Copies the messages of a queue into a file, one line of JSON each: {\"attributes\": …,"
          + " \"body\": …}.",
      "Each message is in the file once, however often the command is killed and run again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 done, 1 failed, 2 wrong usage."})
final class DlqBackupCommand implements Callable<Integer> {
  @Mixin private DlqQueueFlags queue;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to add to, on a local disk, such as letters.jsonl. Required.")
  private @Nullable String output;

  @Option(
      names = "--purge",
      description =
          "Deletes a message from the queue once it is in the file, and that on the disk.")
  private boolean purge;

  @Mixin private DlqFlags flags;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    return DlqFlags.run(spec.commandLine(), this::backup);
  }

  private int backup(StopSignal stop) throws IOException, UsageException {
    CommandLine command = spec.commandLine();
    List<String> faults = new ArrayList<>();
    if (output == null) {
      faults.add("--output=FILE is missing");
    } else {
      DlqFlags.checkPath("--output", output, false, faults);
    }
    try (MessageQueue opened = queue.open(flags.awsRegion, faults).orElse(null)) {
      DlqFlags.reject(faults);
      if (opened != null && output != null) {
        BackupQueue backup = new BackupQueue(opened, purge, stop);
        Account account = backup.into(Path.of(output), command.getErr());
        command.getOut().print(account.text());
        return account.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
      }
    }
    return ExitCode.OK;
  }
}
