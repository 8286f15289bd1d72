package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/** Sends messages to one queue of SQS. */
final class SqsSender implements TextSender {
  private final boolean fifo;
  private final AwsConnection<SqsAsyncClient> connection;
  private final SqsQueue queue;

  /** For what one must know of the queue, and for the messages. */
  private final Duration twice;

  SqsSender(SqsAddress address, Route route) {
    this.fifo = address.isFifo();
    this.connection =
        AwsConnection.to(SqsAsyncClient.builder(), address.region(), address.endpoint(), route);
    this.queue = new SqsQueue(connection.client(), address);
    this.twice = route.timeout().multipliedBy(2);
  }

  @Override
  public CompletableFuture<List<Outcome>> send(List<TextMessage> messages) {
    return connection.call(
        client -> queue.facts().thenCompose(facts -> calls(client, facts).send(messages)),
        messages.size(),
        twice);
  }

  private BatchCalls<TextMessage> calls(SqsAsyncClient client, SqsQueue.Facts facts) {
    int most = facts.mostBytes();
    return new BatchCalls<>(
        // A call may have as much as the largest message.
        new BatchCalls.Limits(MOST_PER_CALL, Math.max(USUAL_BYTES, most)),
        TextMessage::bytes,
        message -> message.unsendable("the queue", most),
        messages ->
            client
                .sendMessageBatch(request(facts.url(), messages))
                .thenApply(answer -> answer(answer).outcomes(messages.size())));
  }

  private SendMessageBatchRequest request(String url, List<TextMessage> messages) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (TextMessage message : messages) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(BatchAnswer.name(entries.size()))
              .messageBody(message.text())
              .messageAttributes(message.attributes(SqsSender::attribute))
              .messageGroupId(fifo ? message.group() : null)
              .messageDeduplicationId(fifo ? message.deduplication() : null)
              .build());
    }
    return SendMessageBatchRequest.builder().queueUrl(url).entries(entries).build();
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType(TextMessage.TYPE).stringValue(value).build();
  }

  private static BatchAnswer answer(SendMessageBatchResponse answer) {
    return new BatchAnswer(
        answer.successful().stream()
            .map(SendMessageBatchResultEntry::id)
            .collect(Collectors.toSet()),
        answer.failed().stream()
            .collect(Collectors.toMap(BatchResultErrorEntry::id, SqsSender::fault, (a, b) -> a)));
  }

  private static Outcome fault(BatchResultErrorEntry entry) {
    return AwsFaults.ofEntry(
        entry.code(), entry.message(), Boolean.TRUE.equals(entry.senderFault()));
  }

  @Override
  public void close() {
    connection.close();
  }
}
