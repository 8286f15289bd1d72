package dev.sessionbeam.deliver.dlq;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.OverLimitException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.utils.BinaryUtils;

/** A queue of SQS. It is used by several threads at once. */
public final class MessageQueue implements AutoCloseable {
  /** How many messages a request takes at most: a limit of SQS. */
  static final int BATCH = 10;

  /**
   * How long SQS waits for a message before it says that there is none. With 0 it would ask only
   * some of its servers, so an answer without messages would mean nothing.
   */
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final SqsClient client;
  private final String name;
  private final String url;
  private final Duration hidden;

  /**
   * How many messages a queue has, about: SQS does not count exactly.
   *
   * @param waiting messages that a reader would receive
   * @param hidden messages that a reader has, and has not deleted
   */
  record Size(long waiting, long hidden) {}

  private MessageQueue(SqsClient client, String name, String url, Duration hidden) {
    this.client = client;
    this.name = name;
    this.url = url;
    this.hidden = hidden;
  }

  /**
   * Opens a queue. Credentials come from AWS's default chain.
   *
   * @param queue its URL or ARN
   * @param endpoint the server to ask in place of AWS; null for AWS, or for the server of the URL
   * @param region its AWS region if the address does not have it; null for AWS's default chain
   * @param hidden how long a received message is hidden from other readers
   * @throws IllegalArgumentException if the address is not one of a queue
   * @throws QueueFaultException if the queue does not exist or cannot be reached
   */
  public static MessageQueue open(
      String queue, @Nullable URI endpoint, @Nullable String region, Duration hidden)
      throws QueueFaultException {
    QueueAddress at = QueueAddress.of(queue, endpoint);
    SqsClientBuilder builder = SqsClient.builder().region(region(at, region));
    if (at.server() != null) {
      builder.endpointOverride(at.server());
    }
    try {
      SqsClient client = builder.build();
      try {
        String url = at.url() == null ? url(client, at) : at.url();
        MessageQueue opened = new MessageQueue(client, queue, url, hidden);
        var unused = opened.size();
        return opened;
      } catch (SdkException | QueueFaultException e) {
        client.close();
        throw e;
      }
    } catch (SdkException e) {
      throw QueueFaultException.of(queue, "sqs:GetQueueUrl", e);
    }
  }

  private static String url(SqsClient client, QueueAddress at) {
    return client
        .getQueueUrl(get -> get.queueName(at.name()).queueOwnerAWSAccountId(at.account()))
        .queueUrl();
  }

  private static Region region(QueueAddress at, @Nullable String given) {
    String region = at.region() == null ? given : at.region();
    if (region != null) {
      return Region.of(region);
    }
    // A server that is not AWS may have no regions, but the signature needs one. To search the
    // network for one would be a search for nothing.
    return at.server() == null
        ? new DefaultAwsRegionProviderChain().getRegion()
        : SdkSystemSetting.AWS_REGION.getStringValue().map(Region::of).orElse(Region.US_EAST_1);
  }

  /** Whether a server is asked by https, or is on this machine. */
  public static boolean isSafe(URI server) {
    return "https".equals(server.getScheme())
        || ("http".equals(server.getScheme()) && QueueAddress.isLoopback(server));
  }

  Size size() throws QueueFaultException {
    return attempt(
        "sqs:GetQueueAttributes",
        () -> {
          Map<QueueAttributeName, String> counts =
              client
                  .getQueueAttributes(
                      get ->
                          get.queueUrl(url)
                              .attributeNames(
                                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                  .attributes();
          return new Size(
              count(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
              count(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
        });
  }

  private static long count(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  /**
   * Receives some messages, which the queue then hides for a while.
   *
   * @return no messages if the queue has none; nothing at all if it hands out no more before some
   *     are deleted or shown again
   */
  Optional<List<ReceivedMessage>> receive() throws QueueFaultException {
    return attempt(
        "sqs:ReceiveMessage",
        () -> {
          try {
            return Optional.of(
                client
                    .receiveMessage(
                        receive ->
                            receive
                                .queueUrl(url)
                                .maxNumberOfMessages(BATCH)
                                .waitTimeSeconds((int) WAIT.toSeconds())
                                .visibilityTimeout((int) hidden.toSeconds())
                                .messageAttributeNames("All")
                                .attributeNames(QueueAttributeName.ALL))
                    .messages()
                    .stream()
                    .map(MessageQueue::received)
                    .toList());
          } catch (OverLimitException e) {
            return Optional.empty();
          }
        });
  }

  private static ReceivedMessage received(software.amazon.awssdk.services.sqs.model.Message from) {
    Map<String, String> attributes = new TreeMap<>();
    from.messageAttributes().forEach((name, value) -> attributes.put(name, text(value)));
    String sent = from.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return new ReceivedMessage(
        new Message(
            from.messageId(),
            attributes,
            from.body(),
            sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent))),
        from.receiptHandle());
  }

  private static String text(MessageAttributeValue value) {
    return value.stringValue() == null
        ? BinaryUtils.toBase64(value.binaryValue().asByteArray())
        : value.stringValue();
  }

  /** Deletes at most {@link #BATCH} messages, and returns the ids of those that are gone. */
  Set<String> delete(List<ReceivedMessage> messages) throws QueueFaultException {
    if (messages.isEmpty()) {
      return Set.of();
    }
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (ReceivedMessage message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .receiptHandle(message.receipt())
              .build());
    }
    DeleteMessageBatchResponse answer =
        attempt(
            "sqs:DeleteMessage",
            () -> client.deleteMessageBatch(delete -> delete.queueUrl(url).entries(entries)));
    Set<String> gone = new HashSet<>();
    messages.forEach(message -> gone.add(message.id()));
    for (BatchResultErrorEntry failed : answer.failed()) {
      gone.remove(messages.get(Integer.parseInt(failed.id())).id());
    }
    return gone;
  }

  /** How long a received message is hidden from other readers. */
  Duration hidden() {
    return hidden;
  }

  /** Hides messages for longer: from now on, as long as a message that is received now. */
  boolean hide(Collection<String> receipts) {
    return changeVisibility(receipts, hidden);
  }

  /**
   * Shows messages to other readers again. If the queue does not do so, it does by itself later.
   */
  boolean show(Collection<String> receipts) {
    return changeVisibility(receipts, Duration.ZERO);
  }

  /**
   * Asks that messages are hidden for so long from now on.
   *
   * @param receipts at most {@link #BATCH}
   * @return whether the queue has answered. It may have done so for some of them only
   */
  private boolean changeVisibility(Collection<String> receipts, Duration time) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (String receipt : receipts) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .receiptHandle(receipt)
              .visibilityTimeout((int) time.toSeconds())
              .build());
    }
    try {
      var unused =
          client.changeMessageVisibilityBatch(change -> change.queueUrl(url).entries(entries));
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private <T> T attempt(String permission, Supplier<T> request) throws QueueFaultException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw QueueFaultException.of(name, permission, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
