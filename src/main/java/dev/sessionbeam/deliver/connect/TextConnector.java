package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends deliveries to a queue of SQS or a topic of SNS. */
final class TextConnector implements Connector {
  private final TextSender sender;

  TextConnector(TextSender sender) {
    this.sender = sender;
  }

  @Override
  public int mostPerCall() {
    return TextSender.MOST_PER_CALL;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    return sender.send(deliveries.stream().map(TextMessage::of).toList());
  }

  @Override
  public void close() {
    sender.close();
  }
}
