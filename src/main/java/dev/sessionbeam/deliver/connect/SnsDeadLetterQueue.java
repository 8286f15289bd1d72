package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/** Publishes dead letters to a topic of SNS. */
final class SnsDeadLetterQueue implements DeadLetterQueue {
  private static final int MOST_BYTES = 1 << 18;

  private final String topic;
  private final Route route;
  private final ExecutorService threads;
  private final SnsAsyncClient client;
  private final OpenCalls calls = new OpenCalls();

  SnsDeadLetterQueue(String topic, @Nullable URI endpoint, Route route) {
    this.topic = topic;
    this.route = route;
    this.threads = ConnectorThreads.of(route.name());
    this.client =
        AwsClients.async(
                SnsAsyncClient.builder(),
                AwsClients.region(topic).orElse(null),
                endpoint,
                route,
                threads)
            .build();
  }

  @Override
  public CompletionStage<Outcome> send(DeadLetter letter) {
    TextMessage message = TextMessage.of(letter);
    if (message.bytes() > MOST_BYTES) {
      return CompletableFuture.completedFuture(
          Outcome.tooLarge(
              message.bytes() + " bytes with its attributes; a topic takes " + MOST_BYTES));
    }
    CompletableFuture<PublishResponse> call =
        ConnectorThreads.start(threads, () -> client.publish(request(message)));
    return calls
        .follow(call, answer -> List.of(Outcome.DELIVERED), AwsFaults::outcome, 1, route.timeout())
        .thenApply(outcomes -> outcomes.get(0));
  }

  private PublishRequest request(TextMessage message) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    message
        .attributes()
        .forEach(
            (name, value) ->
                attributes.put(
                    name,
                    MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    boolean fifo = topic.endsWith(".fifo");
    return PublishRequest.builder()
        .topicArn(topic)
        .message(message.text())
        .messageAttributes(attributes)
        .messageGroupId(fifo ? message.group() : null)
        .messageDeduplicationId(fifo ? message.deduplication() : null)
        .build();
  }

  @Override
  public void close() {
    calls.close();
    // It waits for its own threads, for two seconds.
    threads.execute(client::close);
  }
}
