package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.DeadLetter;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends dead letters to a queue of SQS or a topic of SNS. */
final class TextDeadLetterQueue implements DeadLetterQueue {
  private final TextSender sender;

  TextDeadLetterQueue(TextSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletionStage<Outcome> send(DeadLetter letter) {
    return sender.send(List.of(TextMessage.of(letter))).thenApply(outcomes -> outcomes.get(0));
  }

  @Override
  public void close() {
    sender.close();
  }
}
