package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import dev.sessionbeam.json.JsonValue;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Invokes a function of AWS Lambda with each delivery. Unless the route's mode is {@code wait}, a
 * delivery is delivered as soon as Lambda has accepted it.
 */
final class LambdaConnector implements Connector {
  /** The mode that waits for the function, and takes its error for a fault. */
  static final String WAIT = "wait";

  private final Route route;
  private final String function;
  private final AwsConnection<LambdaAsyncClient> connection;

  LambdaConnector(Route route) {
    this.route = route;
    this.function = Objects.requireNonNull(route.arn(), "the route has no ARN");
    this.connection = AwsConnection.to(LambdaAsyncClient.builder(), route);
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    return connection.call(
        client ->
            client.invoke(request(deliveries.get(0))).thenApply(answer -> List.of(outcome(answer))),
        1);
  }

  private InvokeRequest request(Delivery delivery) {
    return InvokeRequest.builder()
        .functionName(function)
        .invocationType(
            WAIT.equals(route.mode()) ? InvocationType.REQUEST_RESPONSE : InvocationType.EVENT)
        .clientContext(clientContext(delivery))
        .payload(SdkBytes.fromByteArray(delivery.body()))
        .build();
  }

  private static String clientContext(Delivery delivery) {
    byte[] json = JsonValue.of(Map.of("custom", MessageAttributes.of(delivery))).toBytes();
    return Base64.getEncoder().encodeToString(json);
  }

  private static Outcome outcome(InvokeResponse answer) {
    if (answer.functionError() == null) {
      return Outcome.DELIVERED;
    }
    byte[] payload = answer.payload() == null ? new byte[0] : answer.payload().asByteArrayUnsafe();
    return Outcome.retry(
        ErrorText.joined(
            "the function failed (" + answer.functionError() + ")",
            ErrorText.of(payload, List.of())));
  }

  @Override
  public void close() {
    connection.close();
  }
}
