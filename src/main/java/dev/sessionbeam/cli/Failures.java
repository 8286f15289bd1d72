package dev.sessionbeam.cli;

import dev.sessionbeam.s3.S3Faults;
import dev.sessionbeam.sink.LostFileException;
import dev.sessionbeam.source.UnreadableInputException;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.PrintWriter;
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
 * Says what went wrong: a sentence for what a person can mend, the whole trace for a fault of ours.
 */
final class Failures {
  /** Flink's methods that read a checkpoint, and no others. */
  private static final Set<String> OF_RESTORING =
      Set.of("resetToCheckpoint", "initializeState", "restoreInternal");

  private Failures() {}

  static int explain(Exception e, CommandLine command, @Nullable ParseResult parsed) {
    PrintWriter err = command.getErr();
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
    Optional<String> environment = environmental(e);
    if (environment.isPresent()) {
      err.println("sessionbeam: " + environment.get());
      // Whoever goes on from that checkpoint fails again; the message says what to do instead.
      String left = has(LostFileException.class, e) ? "" : whatIsLeft(parsed) + " ";
      err.println(left + "To see more: --verbose");
    } else {
      err.println("sessionbeam: this should not have happened; please report it with what follows");
      e.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  /** What to do where the checkpoint to go on from holds classes that are not those of today. */
  private static Optional<String> ofAnotherVersion(Exception e, @Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    if (command == null || !command.hasMatchedOption("--resume")) {
      return Optional.empty();
    }
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .filter(it -> it instanceof ClassNotFoundException || it instanceof InvalidClassException)
        .findFirst()
        .filter(cause -> isOfRestoring(e))
        .map(
            cause ->
                "the checkpoint is of another version of sessionbeam or Beam, and cannot be read ("
                    + cause.getMessage()
                    + "). Go on with that version; or, with --stream, go on with this one by"
                    + " --readAgainFrom=TIME, before the arrival of the oldest record that was not"
                    + " read");
  }

  private static boolean isOfRestoring(Exception e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .map(StackTraceElement::getMethodName)
        .anyMatch(OF_RESTORING::contains);
  }

  private static String whatIsLeft(@Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    if (command == null) {
      return "Nothing was written.";
    }
    if (command.commandSpec().name().equals("simulate") && command.hasMatchedOption("--stream")) {
      return "What the stream has taken stays there.";
    }
    if (command.hasMatchedOption("--archive") && !command.hasMatchedOption("--checkpoints")) {
      return "What is in the archive stays there; nothing else was written.";
    }
    return command.hasMatchedOption("--checkpoints")
        ? "To go on from the last checkpoint: the same command with --resume."
        : "Nothing was written.";
  }

  /** The cause that lies outside of this program, such as a broken file or a full disk. */
  private static Optional<String> environmental(Throwable e) {
    Optional<String> found = Optional.empty();
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof UnreadableInputException) {
        return Optional.ofNullable(cause.getMessage());
      }
      if (cause instanceof SdkException) {
        String service = cause instanceof S3Exception ? "S3: " : "AWS: ";
        return S3Faults.describe(cause).map(said -> service + said);
      }
      if (cause instanceof IOException && cause.getMessage() != null) {
        found = Optional.of(cause.getMessage());
      }
    }
    return found;
  }

  private static boolean has(Class<? extends Throwable> type, Throwable e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Failures::next)
        .anyMatch(type::isInstance);
  }

  private static @Nullable Throwable next(Throwable e) {
    if (e instanceof SerializedThrowable serialized) {
      Throwable original = serialized.deserializeError(Failures.class.getClassLoader());
      return original == serialized ? serialized.getCause() : original;
    }
    return e.getCause();
  }
}
