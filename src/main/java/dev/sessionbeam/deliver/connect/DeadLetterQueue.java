package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.DeadLetter;
import java.util.concurrent.CompletionStage;

/** A way to where a route's dead letters go. It is used by many threads at once. */
public interface DeadLetterQueue extends AutoCloseable {
  /**
   * Sends a dead letter, without waiting for the answer.
   *
   * @return always completes, and never with an exception
   */
  CompletionStage<Outcome> send(DeadLetter letter);

  @Override
  void close();
}
