package dev.sessionbeam.cli;

import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.file.UnreadableInputException;
import dev.sessionbeam.io.s3.S3Faults;
import dev.sessionbeam.publish.LostFileException;
import dev.sessionbeam.publish.SettledDayException;
import dev.sessionbeam.run.ClusterJobException;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Turns an exception into a message and an exit status: a sentence for a fault that the user can
 * correct, the whole stack trace for a bug of this program.
 */
final class Failures {
  /** The methods of Flink that restore a checkpoint and do nothing else. */
  private static final Set<String> OF_RESTORING =
      Set.of("resetToCheckpoint", "initializeState", "restoreInternal");

  /** Those that restore it, and those that match its states with the steps of the job. */
  private static final Set<String> OF_ASSIGNING =
      Set.of(
          "resetToCheckpoint",
          "initializeState",
          "restoreInternal",
          "loadAndValidateCheckpoint",
          "restoreSavepoint",
          "assignStates");

  /** What to do if the heap is too small. */
  static final String OUT_OF_MEMORY =
      "out of memory: give Java a larger heap, such as SESSIONBEAM_JAVA_OPTS=-Xmx8g, or fewer tasks"
          + " with --parallelism=N";

  private Failures() {}

  static int explain(Exception e, CommandLine command, @Nullable ParseResult parsed) {
    return explain(e, command.getErr(), parsed);
  }

  /**
   * Prints the message.
   *
   * @param parsed the command line; null for the start of an application, which has written nothing
   *     and hands the exception on to its cluster
   */
  static int explain(Exception e, PrintWriter err, @Nullable ParseResult parsed) {
    if (e instanceof UsageException) {
      String.valueOf(e.getMessage()).lines().forEach(line -> err.println("sessionbeam: " + line));
      return ExitCode.USAGE;
    }
    if (e instanceof ClusterJobException) {
      err.println("sessionbeam: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
    Optional<String> otherVersion = ofAnotherVersion(e, parsed);
    if (otherVersion.isPresent()) {
      err.println("sessionbeam: " + otherVersion.get());
      return ExitCode.SOFTWARE;
    }
    Optional<InvalidPathException> path = find(InvalidPathException.class, e);
    if (path.isPresent()) {
      err.println("sessionbeam: " + PathFlags.describe(path.get()));
      return ExitCode.USAGE;
    }
    if (has(OutOfMemoryError.class, e)) {
      err.println("sessionbeam: " + OUT_OF_MEMORY);
      err.println(whatIsLeft(parsed));
      return ExitCode.SOFTWARE;
    }
    Optional<String> checkpoint = ofCheckpoints(e, parsed);
    if (checkpoint.isPresent()) {
      err.println("sessionbeam: " + checkpoint.get());
      err.println(whatIsLeft(parsed) + details(parsed));
      return ExitCode.SOFTWARE;
    }
    Optional<String> environment = environmental(e);
    if (environment.isPresent()) {
      String message = environment.get();
      boolean full = FullDisk.isMeantBy(message);
      err.println("sessionbeam: " + (full ? FullDisk.describe(FullDisk.folders(parsed)) : message));
      // A run that resumes from that checkpoint fails again; the message says what to do instead.
      boolean said = has(LostFileException.class, e) || has(SettledDayException.class, e);
      err.println(said ? details(parsed).strip() : whatIsLeft(parsed) + details(parsed));
    } else if (isOfRestoring(e, OF_ASSIGNING)) {
      err.println("sessionbeam: " + FailedCheckpoint.unrestored(innermost(e), folder(parsed)));
    } else {
      err.println("sessionbeam: this is a bug; please report it with the lines that follow");
      if (parsed != null) {
        e.printStackTrace(err);
      } else {
        err.println(e);
      }
    }
    return ExitCode.SOFTWARE;
  }

  /** What to do if the checkpoint holds classes of another version; empty for any other cause. */
  private static Optional<String> ofAnotherVersion(Exception e, @Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    if (command == null || !command.hasMatchedOption("--resume")) {
      return Optional.empty();
    }
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .filter(it -> it instanceof ClassNotFoundException || it instanceof InvalidClassException)
        .findFirst()
        .filter(cause -> isOfRestoring(e, OF_RESTORING))
        .map(
            cause ->
                "the checkpoint is of another version of sessionbeam or Beam, and cannot be read ("
                    + cause.getMessage()
                    + "). Resume with that version; or, with --stream, resume with this version and"
                    + " --readAgainFrom=TIME, a time before the arrival of the oldest record that"
                    + " was not read");
  }

  /** What to do if a checkpoint could not be written; empty for any other cause. */
  private static Optional<String> ofCheckpoints(Exception e, @Nullable ParseResult parsed) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
            .anyMatch(cause -> FailedCheckpoint.isMeantBy(cause.getMessage()))
        ? Optional.of(
            FailedCheckpoint.describe(
                environmental(e).orElse(null), folder(parsed), FullDisk.folders(parsed)))
        : Optional.empty();
  }

  /** The folder of {@code --checkpoints}; null if none was given. */
  private static @Nullable String folder(@Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    return command != null && command.hasMatchedOption("--checkpoints")
        ? String.valueOf(command.matchedOption("--checkpoints").<Object>getValue())
        : null;
  }

  private static String innermost(Exception e) {
    String message = String.valueOf(e.getMessage());
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      message = cause.getMessage() == null ? message : cause.getMessage();
    }
    return message;
  }

  private static boolean isOfRestoring(Exception e, Set<String> methods) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .map(StackTraceElement::getMethodName)
        .anyMatch(methods::contains);
  }

  private static String details(@Nullable ParseResult parsed) {
    return parsed == null ? " For details, see the log" : " For details, give --verbose";
  }

  private static String whatIsLeft(@Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    if (command == null) {
      return "Nothing was written.";
    }
    if (command.commandSpec().name().equals("simulate") && command.hasMatchedOption("--stream")) {
      return "The records that the stream has accepted stay there.";
    }
    if (command.commandSpec().name().equals("settle")) {
      return "Readers see the same rows as before. Run the same command again.";
    }
    if (command.commandSpec().name().equals("dlq")) {
      return "Nothing is lost.";
    }
    if (command.hasMatchedOption("--checkpoints")) {
      return "To resume from the last checkpoint, run the same command with --resume.";
    }
    if (isStreaming(command)) {
      return "The run removed nothing that it had published. To begin again, give --overwrite.";
    }
    return command.hasMatchedOption("--archive")
        ? "The records in the archive stay there; nothing else was written."
        : "Nothing was written.";
  }

  private static boolean isStreaming(ParseResult command) {
    return command.hasMatchedOption("--stream")
        || Boolean.TRUE.equals(command.matchedOptionValue("--streaming", false));
  }

  /** The message of a cause outside of this program, such as a broken file or a full disk. */
  private static Optional<String> environmental(Throwable e) {
    Optional<String> found = Optional.empty();
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof UnreadableInputException) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof SdkException) {
        String service = cause instanceof S3Exception ? "S3: " : "AWS: ";
        return S3Faults.describe(cause).map(message -> service + message);
      }
      if (cause instanceof IOException io && io.getMessage() != null) {
        found = Optional.of(FileFaults.describe("", io));
      } else if (FullDisk.isMeantBy(cause.getMessage())) {
        // The state on the disk has exceptions of its own.
        found = Optional.of(String.valueOf(cause.getMessage()));
      }
    }
    return found;
  }

  private static boolean has(Class<? extends Throwable> type, Throwable e) {
    return find(type, e).isPresent();
  }

  private static <T extends Throwable> Optional<T> find(Class<T> type, Throwable e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static @Nullable Throwable next(Throwable e) {
    if (e instanceof SerializedThrowable serialized) {
      Throwable original = serialized.deserializeError(Failures.class.getClassLoader());
      return original == serialized ? serialized.getCause() : original;
    }
    return e.getCause();
  }
}
