package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends deliveries to a queue of SQS. */
final class SqsConnector implements Connector {
  private final SqsSender sender;

  SqsConnector(SqsAddress address, Route route) {
    this.sender = new SqsSender(address, route);
  }

  @Override
  public int mostPerCall() {
    return SqsSender.MOST_PER_CALL;
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
