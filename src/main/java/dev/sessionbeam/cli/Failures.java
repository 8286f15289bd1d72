package dev.sessionbeam.cli;

import dev.sessionbeam.source.UnreadableInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong: a sentence for what a person can mend, the whole trace for a fault of ours.
 */
final class Failures {
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
    Optional<Throwable> environment = environmental(e);
    if (environment.isPresent()) {
      err.println("sessionbeam: " + environment.get().getMessage());
      err.println(whatIsLeft(parsed) + " To see more: --verbose");
    } else {
      err.println("sessionbeam: this should not have happened; please report it with what follows");
      e.printStackTrace(err);
    }
    return ExitCode.SOFTWARE;
  }

  private static String whatIsLeft(@Nullable ParseResult parsed) {
    ParseResult command = parsed == null ? null : parsed.subcommand();
    return command != null && command.hasMatchedOption("--checkpoints")
        ? "To go on from the last checkpoint: the same command with --resume."
        : "Nothing was written.";
  }

  /** The cause that lies outside of this program, such as a broken file or a full disk. */
  private static Optional<Throwable> environmental(Throwable e) {
    Optional<Throwable> found = Optional.empty();
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof UnreadableInputException) {
        return Optional.of(cause);
      }
      if (cause instanceof IOException && cause.getMessage() != null) {
        found = Optional.of(cause);
      }
    }
    return found;
  }

  private static @Nullable Throwable next(Throwable e) {
    if (e instanceof SerializedThrowable serialized) {
      Throwable original = serialized.deserializeError(Failures.class.getClassLoader());
      return original == serialized ? serialized.getCause() : original;
    }
    return e.getCause();
  }
}
