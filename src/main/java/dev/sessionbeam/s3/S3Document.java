package dev.sessionbeam.s3;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A small text in S3 that several processes change: each write says which version it replaces, and
 * S3 refuses it where that is not the current one ("conditional writes").
 *
 * <p>The conditions are HTTP headers that we set ourselves: {@code PutObjectRequest} of AWS SDK
 * 2.20 has no methods for them.
 */
public final class S3Document implements AutoCloseable {
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Client client;
  private final S3StorageOptions options;
  private final String name;
  private final S3Location at;

  /**
   * What S3 answered.
   *
   * @param text null where there is no object
   * @param version its ETag; null where there is no object
   * @param date S3's own time when it answered, in whole seconds
   */
  public record Content(@Nullable String text, @Nullable String version, Instant date) {}

  private S3Document(S3Client client, S3StorageOptions options, String name) {
    this.client = client;
    this.options = options;
    this.name = name;
    this.at = S3Location.of(name);
  }

  /**
   * A text in S3, which need not be there yet.
   *
   * @param name {@code s3://bucket/key}
   */
  public static S3Document of(PipelineOptions options, String name) {
    return new S3Document(
        S3ClientFactory.impatient(options), options.as(S3StorageOptions.class), name);
  }

  /** The name, {@code s3://bucket/key}. */
  public String name() {
    return name;
  }

  /** Reads it; S3 promises that it sees every write that has ended before. */
  public Content read() throws IOException {
    try {
      ResponseBytes<GetObjectResponse> got =
          client.getObject(
              get -> get.bucket(at.bucket()).key(at.key()), ResponseTransformer.toBytes());
      GetObjectResponse head = got.response();
      return new Content(got.asUtf8String(), head.eTag(), date(head.sdkHttpResponse()));
    } catch (NoSuchKeyException e) {
      AwsErrorDetails details = e.awsErrorDetails();
      return new Content(null, null, date(details == null ? null : details.sdkHttpResponse()));
    } catch (SdkException e) {
      throw failed("read", e);
    }
  }

  private Instant date(@Nullable SdkHttpResponse response) throws IOException {
    Optional<String> date =
        response == null ? Optional.empty() : response.firstMatchingHeader("Date");
    try {
      return ZonedDateTime.parse(date.orElse(""), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      throw new IOException("the server of " + name + " does not say its time (HTTP Date)", e);
    }
  }

  /**
   * Writes it where the current version is the one given.
   *
   * @param version null: there is no object
   * @return false where that is not the current version, or where S3 asks to try again, since
   *     another write is under way
   */
  public boolean replace(@Nullable String version, String text) throws IOException {
    try {
      var unused = client.putObject(conditional(version), RequestBody.fromString(text));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      if (e.statusCode() == NOT_IMPLEMENTED) {
        throw new IOException(
            "the server of " + name + " refuses conditional writes (PUT with If-Match)", e);
      }
      throw failed("write", e);
    } catch (SdkException e) {
      throw failed("write", e);
    }
  }

  /**
   * Whether the server looks at the conditions at all: some take a write with a condition that they
   * do not know as one without. Call it after a write, with the text that was written; it asks for
   * two writes that have to be refused.
   */
  public boolean hasConditions(String text) throws IOException {
    return !replace(null, text) && !replace("\"00000000000000000000000000000000\"", text);
  }

  /**
   * Deletes it where the current version is the one given; a server that has no such condition
   * deletes it in any case.
   *
   * @return false where that is not the current version
   */
  public boolean delete(String version) throws IOException {
    try {
      var unused =
          client.deleteObject(
              delete ->
                  delete
                      .bucket(at.bucket())
                      .key(at.key())
                      .overrideConfiguration(over -> over.putHeader("If-Match", version)));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return false;
      }
      throw failed("delete", e);
    } catch (SdkException e) {
      throw failed("delete", e);
    }
  }

  private PutObjectRequest conditional(@Nullable String version) {
    return PutObjectRequest.builder()
        .bucket(at.bucket())
        .key(at.key())
        .contentType("application/json")
        .serverSideEncryption(options.getSSEAlgorithm())
        .ssekmsKeyId(options.getSSEKMSKeyId())
        .overrideConfiguration(
            override ->
                override.putHeader(
                    version == null ? "If-None-Match" : "If-Match",
                    version == null ? "*" : version))
        .build();
  }

  private IOException failed(String verb, SdkException e) {
    String why = S3Faults.describe(e).orElseThrow();
    return new IOException("cannot " + verb + " " + name + ": " + why, e);
  }

  @Override
  public void close() {
    client.close();
  }
}
