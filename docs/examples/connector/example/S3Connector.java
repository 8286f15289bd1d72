package example;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/**
 * Writes each delivery into an S3 bucket, as an object of its own. A copy has the same name, so it
 * changes nothing. Credentials and the region come from AWS's default chains.
 */
public final class S3Connector implements Connector {
  private final S3AsyncClient client;
  private final String bucket;

  S3Connector(S3AsyncClient client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    // mostPerCall() is 1, so there is exactly one.
    Delivery delivery = deliveries.get(0);
    return client
        .putObject(
            put -> put.bucket(bucket).key(delivery.key() + ".json").contentType("application/json"),
            AsyncRequestBody.fromBytes(delivery.body()))
        .thenApply(answer -> Outcome.DELIVERED)
        .exceptionally(S3Connector::fault)
        .thenApply(List::of);
  }

  /** Throttling and faults of the server may go away; everything else that S3 answers stays. */
  private static Outcome fault(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof AwsServiceException answer) {
      String code = answer.awsErrorDetails().errorCode();
      String error = answer.statusCode() + " " + code;
      if ("EntityTooLarge".equals(code)) {
        return Outcome.tooLarge(error);
      }
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

  /** Opens it for the ARNs of buckets. */
  public static final class Factory implements ConnectorFactory {
    @Override
    public String kind() {
      return "s3";
    }

    @Override
    public boolean serves(Route route) {
      return route.arn() != null && route.arn().startsWith("arn:aws:s3:::");
    }

    @Override
    public List<String> check(Route route) {
      return route.mode() == null ? List.of() : List.of("mode: a bucket has no modes; remove it");
    }

    @Override
    public Connector open(Route route) {
      S3AsyncClientBuilder client =
          S3AsyncClient.builder()
              // Whether and when it is sent again, the engine decides.
              .overrideConfiguration(
                  it -> it.retryPolicy(RetryPolicy.none()).apiCallTimeout(route.timeout()));
      if (route.endpoint() != null) {
        client.endpointOverride(route.endpoint()).forcePathStyle(true);
      }
      return new S3Connector(client.build(), route.arn().split(":")[5]);
    }
  }
}
