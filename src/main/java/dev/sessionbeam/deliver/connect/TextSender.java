package dev.sessionbeam.deliver.connect;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sends messages to one queue of SQS or one topic of SNS. It is used by many threads at once. */
interface TextSender extends AutoCloseable {
  /** How many messages one call takes, of SQS and of SNS. */
  int MOST_PER_CALL = 10;

  /** What every queue and topic takes: in one message, and in all messages of a call together. */
  int USUAL_BYTES = 1 << 18;

  /**
   * Sends messages, without waiting for the answer.
   *
   * @return one outcome for each message. It always completes, and never with an exception
   */
  CompletableFuture<List<Outcome>> send(List<TextMessage> messages);

  @Override
  void close();
}
