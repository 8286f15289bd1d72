package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends dead letters to a queue of SQS. */
final class SqsDeadLetterQueue implements DeadLetterQueue {
  private final SqsSender sender;

  SqsDeadLetterQueue(SqsAddress address, Route route) {
    this.sender = new SqsSender(address, route);
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
