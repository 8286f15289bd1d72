package dev.sessionbeam.run;

import dev.sessionbeam.io.file.ReadFaults;
import dev.sessionbeam.io.file.UnreadableInputException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A failure of Flink that only follows another one: it could not send something to a source's task,
 * because the task had failed. Which of the two Flink reports depends on which it hears of first.
 */
final class LostOperatorEvent {
  /** How Flink's message begins; see {@code SubtaskGatewayImpl}. */
  static final String MESSAGE = "An OperatorEvent from an OperatorCoordinator to a task was lost";

  private LostOperatorEvent() {}

  /**
   * Why the task had failed.
   *
   * @return empty if the run failed for another reason, or if no file was unreadable
   */
  static Optional<UnreadableInputException> cause(Throwable failure) {
    boolean lost =
        Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
            .map(Throwable::getMessage)
            .anyMatch(message -> message != null && message.contains(MESSAGE));
    return lost ? ReadFaults.latest() : Optional.empty();
  }
}
