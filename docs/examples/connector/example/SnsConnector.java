package example;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsAsyncClient;
import software.amazon.awssdk.services.sns.SnsAsyncClientBuilder;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/** Publishes each delivery to an SNS topic. Credentials come from AWS's default chain. */
public final class SnsConnector implements Connector {
  private static final int MOST_BYTES = 256 * 1024;

  private final SnsAsyncClient client;
  private final String topic;

  SnsConnector(SnsAsyncClient client, String topic) {
    this.client = client;
    this.topic = topic;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    // mostPerCall() is 1, so there is exactly one.
    Delivery delivery = deliveries.get(0);
    if (delivery.body().length > MOST_BYTES) {
      return CompletableFuture.completedFuture(
          List.of(Outcome.tooLarge("SNS takes 256 KiB")));
    }
    MessageAttributeValue key =
        MessageAttributeValue.builder()
            .dataType("String")
            .stringValue(delivery.key().toString())
            .build();
    return client
        .publish(
            publish ->
                publish
                    .topicArn(topic)
                    .message(new String(delivery.body(), StandardCharsets.UTF_8))
                    .messageAttributes(Map.of("idempotency_key", key)))
        .thenApply(answer -> Outcome.DELIVERED)
        .exceptionally(SnsConnector::fault)
        .thenApply(List::of);
  }

  /** Throttling and faults of the server may go away; everything else that SNS answers stays. */
  private static Outcome fault(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof AwsServiceException answer) {
      String error = answer.statusCode() + " " + answer.awsErrorDetails().errorCode();
      return answer.statusCode() >= 500 || answer.isThrottlingException()
          ? Outcome.retry(error)
          : Outcome.refused(error);
    }
    return Outcome.retry(cause.getClass().getSimpleName());
  }

  @Override
  public void close() {
    client.close();
  }

  /** Opens it for the ARNs of topics. */
  public static final class Factory implements ConnectorFactory {
    @Override
    public String kind() {
      return "sns";
    }

    @Override
    public boolean serves(Route route) {
      return route.arn() != null && route.arn().split(":")[2].equals("sns");
    }

    @Override
    public List<String> check(Route route) {
      return route.mode() == null ? List.of() : List.of("mode: a topic has no modes; remove it");
    }

    @Override
    public Connector open(Route route) {
      SnsAsyncClientBuilder client =
          SnsAsyncClient.builder()
              .region(Region.of(route.arn().split(":")[3]))
              // Whether and when it is sent again, the engine decides.
              .overrideConfiguration(
                  it -> it.retryPolicy(RetryPolicy.none()).apiCallTimeout(route.timeout()));
      if (route.endpoint() != null) {
        client.endpointOverride(route.endpoint());
      }
      return new SnsConnector(client.build(), route.arn());
    }
  }
}
