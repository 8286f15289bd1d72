package dev.sessionbeam.io.file;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Why a reader of this process could not read its file.
 *
 * <p>Flink reports the first failure of a job only. If a reader fails while Flink sends something
 * to its task, such as "no more splits", the first failure may be that this was lost, and the
 * reader's own failure is not in what the run throws. See {@code SubtaskGatewayImpl} in Flink.
 */
public final class ReadFaults {
  private static final AtomicReference<@Nullable UnreadableInputException> LATEST =
      new AtomicReference<>();

  private ReadFaults() {}

  /** Keeps why a file could not be read, and returns it, to be thrown. */
  static UnreadableInputException keep(UnreadableInputException fault) {
    LATEST.set(fault);
    return fault;
  }

  /** Forgets what was kept, before a job starts. */
  public static void forget() {
    LATEST.set(null);
  }

  /** Why a file could not be read in the job that runs; empty if all could be read. */
  public static Optional<UnreadableInputException> latest() {
    return Optional.ofNullable(LATEST.get());
  }
}
