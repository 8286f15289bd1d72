package dev.sessionbeam.cli;

import dev.sessionbeam.deliver.dlq.Account;
import dev.sessionbeam.deliver.dlq.LetterFiles;
import dev.sessionbeam.deliver.dlq.LetterFilter;
import dev.sessionbeam.deliver.dlq.MessageQueue;
import dev.sessionbeam.deliver.dlq.RedriveFiles;
import dev.sessionbeam.deliver.dlq.RedriveQueue;
import dev.sessionbeam.deliver.dlq.RedrivenFile;
import dev.sessionbeam.deliver.dlq.StopSignal;
import dev.sessionbeam.deliver.route.Routes;
import dev.sessionbeam.io.file.InvalidInputException;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sessionbeam dlq redrive}: sends dead letters again. */
@Command(
    name = "redrive",
    description = {
      "Sends dead letters again: each only to the destination that failed, with the settings that"
          + " the destination has now.",
      "Of a queue, what was delivered is deleted, and only that. Of files, what was delivered is"
          + " noted beside them, and not sent again by a second run."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {"", "Exit status: 0 done; 1 failed, or something stays; 2 wrong usage."})
final class DlqRedriveCommand implements Callable<Integer> {
  @Mixin private DlqQueueFlags queue;

  @Option(
      names = "--input",
      paramLabel = "FILE|FOLDER",
      description = "In place of --queue: a backup, or undelivered/ of an output; also s3://….")
  private @Nullable String input;

  @Option(
      names = "--routes",
      paramLabel = "FILE",
      description = "The routes, as run has them; also s3://…. Required.")
  private @Nullable String routes;

  @Option(
      names = "--destination",
      paramLabel = "NAME",
      description =
          "Only dead letters of this destination: also what AWS keeps when the function that it is"
              + " fails. Other letters that name none are sent to it only if --reason=foreign or"
              + " --reason=lambda asks for them. Default: all that name one.")
  private @Nullable String destination;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "Only dead letters with this reason, as show prints it; lambda is every 'lambda: …'. For"
              + " several, give it several times. Default: all.")
  private List<String> reasons = new ArrayList<>();

  @Option(
      names = "--olderThan",
      paramLabel = "DURATION",
      description = "Only those that have been dead letters for at least so long, such as 1h.")
  private @Nullable String olderThan;

  @Option(
      names = "--newerThan",
      paramLabel = "DURATION",
      description = "Only those that have been dead letters for less than so long, such as 1h.")
  private @Nullable String newerThan;

  @Option(
      names = "--note",
      paramLabel = "FILE",
      description =
          "With --input: the file that notes what was delivered. Default: FILE.redriven, or"
              + " FOLDER/_redriven. Required for an input on S3.")
  private @Nullable String note;

  @Mixin private DlqFlags flags;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    return DlqFlags.run(spec.commandLine(), this::redrive);
  }

  private int redrive(StopSignal stop) throws IOException, UsageException {
    List<String> faults = new ArrayList<>();
    if ((queue.queue == null) == (input == null)) {
      faults.add("--queue=URL|ARN or --input=FILE|FOLDER: give exactly one of them");
    }
    Optional<LetterFilter> filter = filter(faults);
    checkNote(faults);
    Optional<Routes> read = DlqRoutes.read(routes, destination, flags, faults);
    DlqFlags.reject(faults);
    Account result =
        input == null
            ? ofQueue(read.orElseThrow(), filter.orElseThrow(), stop)
            : ofFiles(input, read.orElseThrow(), filter.orElseThrow(), stop);
    spec.commandLine().getOut().print(result.text());
    return result.complete() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Optional<LetterFilter> filter(List<String> faults) {
    int before = faults.size();
    Duration older = olderThan == null ? null : DlqFlags.duration("--olderThan", olderThan, faults);
    Duration newer = newerThan == null ? null : DlqFlags.duration("--newerThan", newerThan, faults);
    if (older != null && newer != null && older.compareTo(newer) >= 0) {
      faults.add(
          "--olderThan and --newerThan: nothing is older than the one and newer than the other");
    }
    Set<String> texts = DlqReasons.read(reasons, faults);
    return faults.size() > before
        ? Optional.empty()
        : Optional.of(new LetterFilter(destination, texts, older, newer, Instant.now()));
  }

  private void checkNote(List<String> faults) {
    if (input != null) {
      DlqFlags.checkPath("--input", input, true, faults);
    }
    if (note != null) {
      DlqFlags.checkPath("--note", note, false, faults);
      if (input == null) {
        faults.add("--note is for --input only: what was delivered out of a queue is deleted");
      }
    } else if (input != null && DlqFlags.isOnS3(input)) {
      faults.add("--note=FILE is missing: it notes what was delivered, and S3 cannot be added to");
    }
  }

  private Account ofQueue(Routes current, LetterFilter filter, StopSignal stop)
      throws IOException, UsageException {
    CommandLine command = spec.commandLine();
    List<String> faults = new ArrayList<>();
    try (MessageQueue opened = queue.open(flags.awsRegion, faults).orElse(null)) {
      if (opened == null) {
        throw new UsageException(faults);
      }
      return new RedriveQueue(opened, current, filter, stop).run(command.getErr());
    }
  }

  private Account ofFiles(String from, Routes current, LetterFilter filter, StopSignal stop)
      throws IOException, UsageException {
    try {
      LetterFiles files = LetterFiles.find(from, flags.options());
      Path at = note == null ? RedrivenFile.of(Path.of(from)) : Path.of(note);
      try (RedrivenFile opened = RedrivenFile.open(at)) {
        return new RedriveFiles(files, opened, current, filter, stop)
            .run(spec.commandLine().getErr());
      }
    } catch (InvalidInputException e) {
      throw new UsageException("--input: " + e.getMessage());
    }
  }
}
