package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequest;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/** Publishes messages to one topic of SNS. */
final class SnsSender implements TextSender {
  private final String topic;
  private final boolean fifo;
  private final AwsConnection<SnsAsyncClient> connection;

  /**
   * Opens a sender. It connects to nothing yet.
   *
   * @param topic its ARN
   * @param endpoint where SNS is; null for AWS's own address
   */
  SnsSender(String topic, @Nullable URI endpoint, Route route) {
    this.topic = topic;
    this.fifo = topic.endsWith(".fifo");
    this.connection =
        AwsConnection.to(
            SnsAsyncClient.builder(), AwsClients.region(topic).orElse(null), endpoint, route);
  }

  @Override
  public CompletableFuture<List<Outcome>> send(List<TextMessage> messages) {
    return connection.call(client -> calls(client).send(messages), messages.size());
  }

  private BatchCalls<TextMessage> calls(SnsAsyncClient client) {
    return new BatchCalls<>(
        new BatchCalls.Limits(MOST_PER_CALL, USUAL_BYTES),
        TextMessage::bytes,
        message -> message.unsendable("a topic", USUAL_BYTES),
        messages ->
            client
                .publishBatch(request(messages))
                .thenApply(answer -> answer(answer).outcomes(messages.size())));
  }

  private PublishBatchRequest request(List<TextMessage> messages) {
    List<PublishBatchRequestEntry> entries = new ArrayList<>();
    for (TextMessage message : messages) {
      entries.add(
          PublishBatchRequestEntry.builder()
              .id(BatchAnswer.name(entries.size()))
              .message(message.text())
              .messageAttributes(message.attributes(SnsSender::attribute))
              .messageGroupId(fifo ? message.group() : null)
              .messageDeduplicationId(fifo ? message.deduplication() : null)
              .build());
    }
    return PublishBatchRequest.builder()
        .topicArn(topic)
        .publishBatchRequestEntries(entries)
        .build();
  }

  private static MessageAttributeValue attribute(String value) {
    return MessageAttributeValue.builder().dataType(TextMessage.TYPE).stringValue(value).build();
  }

  private static BatchAnswer answer(PublishBatchResponse answer) {
    return new BatchAnswer(
        answer.successful().stream().map(PublishBatchResultEntry::id).collect(Collectors.toSet()),
        answer.failed().stream()
            .collect(Collectors.toMap(BatchResultErrorEntry::id, SnsSender::fault, (a, b) -> a)));
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
