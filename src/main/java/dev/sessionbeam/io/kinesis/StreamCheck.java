package dev.sessionbeam.io.kinesis;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.io.aws2.kinesis.KinesisIOOptions;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Checks a stream before anything is read: whether it exists and may be read, and which shards it
 * has.
 */
public final class StreamCheck {
  /** How long a person waits to learn that a server does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private StreamCheck() {}

  /**
   * Returns what is wrong, in words for a person; an empty list if all is well.
   *
   * @param options receive the shards with which the job starts
   */
  public static List<String> faults(KinesisSettings settings, PipelineOptions options) {
    if (options
        .as(KinesisIOOptions.class)
        .getKinesisIOConsumerArns()
        .containsKey(settings.stream())) {
      return List.of(consumerOfBeam(settings.stream()));
    }
    Region region = region(options);
    if (region == null) {
      return List.of("--stream: no AWS region is known: set --awsRegion=eu-west-1 or AWS_REGION");
    }
    String where = settings.endpoint() == null ? "in " + region : "at " + settings.endpoint();
    try (KinesisClient client = KinesisClients.polling(options, settings.endpoint())) {
      StreamStatus status =
          client
              .describeStreamSummary(
                  request ->
                      request
                          .streamName(settings.stream())
                          .overrideConfiguration(limits -> limits.apiCallTimeout(PATIENCE)))
              .streamDescriptionSummary()
              .streamStatus();
      if (status != StreamStatus.ACTIVE && status != StreamStatus.UPDATING) {
        return List.of("--stream: " + settings.stream() + " " + where + " is " + status);
      }
      InitialShards.lookUp(client, settings, options);
      return consumerFaults(client, settings, where);
    } catch (ResourceNotFoundException e) {
      return List.of("--stream: there is no stream " + settings.stream() + " " + where);
    } catch (KinesisException e) {
      return List.of("--stream: cannot read " + settings.stream() + " " + where + ": " + reason(e));
    } catch (SdkClientException e) {
      return List.of("--stream: " + clientFault(e, where));
    }
  }

  static String consumerOfBeam(String stream) {
    return "--kinesisIOConsumerArns: names a consumer for "
        + stream
        + ", but the stream is not read with it: use --consumerArn=ARN";
  }

  private static List<String> consumerFaults(
      KinesisClient client, KinesisSettings settings, String where) {
    String consumer = settings.consumerArn();
    if (consumer == null) {
      return List.of();
    }
    try {
      client.describeStreamConsumer(
          request ->
              request
                  .consumerARN(consumer)
                  .overrideConfiguration(limits -> limits.apiCallTimeout(PATIENCE)));
      return List.of();
    } catch (KinesisException e) {
      return List.of(
          "--consumerArn: Kinesis " + where + " has no consumer " + consumer + ": " + reason(e));
    }
  }

  private static @Nullable Region region(PipelineOptions options) {
    try {
      return options.as(AwsOptions.class).getAwsRegion();
    } catch (SdkClientException e) {
      return null;
    }
  }

  private static String reason(KinesisException e) {
    return e.awsErrorDetails() == null
        ? String.valueOf(e.getMessage())
        : e.awsErrorDetails().errorCode() + ", " + e.awsErrorDetails().errorMessage();
  }

  private static String clientFault(SdkClientException e, String where) {
    String message = String.valueOf(e.getMessage());
    return message.contains("credentials")
        ? "no AWS credentials are known: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a"
            + " profile in AWS_PROFILE, or run on a machine with a role"
        : "cannot reach Kinesis " + where + ": " + message;
  }
}
