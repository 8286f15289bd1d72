package dev.sessionbeam.simulate.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

/** A stream that exists and takes records. */
public final class KinesisTarget implements Closeable {
  private final String stream;
  private final SenderClients clients;
  private final KinesisClient looking;
  private final KinesisClient sending;
  private final RetryCounter repeated = new RetryCounter();
  private final OpenShards shards;

  private KinesisTarget(String stream, SenderClients clients) throws UnreachableStreamException {
    this.stream = stream;
    this.clients = clients;
    this.looking = clients.hasty();
    try {
      this.shards = look();
    } catch (UnreachableStreamException | RuntimeException e) {
      looking.close();
      throw e;
    }
    this.sending = clients.patient(repeated);
  }

  /**
   * Looks for the stream, with a few attempts and for at most 20 seconds.
   *
   * @param endpoint of a server other than Amazon's; null for Amazon's
   * @param region null for the region of the default chain
   * @throws UnreachableStreamException if there is no such stream, region, server or permission
   */
  public static KinesisTarget open(String stream, @Nullable URI endpoint, @Nullable String region)
      throws UnreachableStreamException {
    return new KinesisTarget(stream, SenderClients.of(endpoint, region));
  }

  private OpenShards look() throws UnreachableStreamException {
    try {
      return shardsNow();
    } catch (ResourceNotFoundException e) {
      throw new UnreachableStreamException(
          String.format(Locale.ROOT, "--stream: there is no stream '%s' in %s", stream, clients),
          e);
    } catch (ResourceInUseException e) {
      throw new UnreachableStreamException(
          String.format(
              Locale.ROOT, "--stream: '%s' is being created or deleted; try again later", stream),
          e);
    } catch (AwsServiceException e) {
      throw new UnreachableStreamException(
          String.format(
              Locale.ROOT, "--stream: '%s' in %s cannot be read: %s", stream, clients, reason(e)),
          e);
    } catch (SdkClientException e) {
      throw new UnreachableStreamException(
          String.format(
              Locale.ROOT,
              "--kinesisEndpoint: Kinesis in %s cannot be reached: %s",
              clients,
              reason(e)),
          e);
    }
  }

  private static String reason(AwsServiceException e) {
    return e.awsErrorDetails() == null
        ? "HTTP " + e.statusCode()
        : e.awsErrorDetails().errorCode() + ", " + e.awsErrorDetails().errorMessage();
  }

  /** The cause below the client. The client itself only reports that it failed. */
  private static String reason(SdkException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return cause.getClass().getSimpleName() + ", " + cause.getMessage();
      }
    }
    return String.valueOf(e.getMessage());
  }

  String stream() {
    return stream;
  }

  KinesisClient client() {
    return sending;
  }

  /** The shards as they were at the start. */
  OpenShards shards() {
    return shards;
  }

  OpenShards shardsNow() {
    return OpenShards.of(looking, stream);
  }

  /** How many shards take records. */
  public int shardCount() {
    return shards.count();
  }

  /** How many calls that send records were repeated, because they failed as a whole. */
  public long repeatedCalls() {
    return repeated.count();
  }

  @Override
  public void close() {
    looking.close();
    sending.close();
  }

  /** The stream, its region and, if it is not Amazon's, its server, for a person. */
  @Override
  public String toString() {
    return stream + " in " + clients;
  }
}
