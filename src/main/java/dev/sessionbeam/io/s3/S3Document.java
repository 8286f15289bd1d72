package dev.sessionbeam.io.s3;

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
 * Reads and replaces a small text in S3 that several processes change. Each write names the version
 * that it replaces, and S3 rejects the write if that is not the current version ("conditional
 * writes").
 *
 * <p>The conditions are HTTP headers that this class sets itself: {@code PutObjectRequest} of AWS
 * SDK 2.20 has no methods for them.
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
   * @param text null if there is no object
   * @param version its ETag; null if there is no object
   * @param date the time of S3 when it answered, in whole seconds
   */
  public record Content(@Nullable String text, @Nullable String version, Instant date) {}

  private S3Document(S3Client client, S3StorageOptions options, String name) {
    this.client = client;
    this.options = options;
    this.name = name;
    this.at = S3Location.of(name);
  }

  /**
   * A text in S3. It does not have to exist yet.
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

  /** Reads the text. S3 guarantees that it sees every write that ended before. */
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
      throw new IOException(
          "the server of " + name + " does not send its time (HTTP header Date)", e);
    }
  }

  /**
   * Writes the text if the current version is the given one.
   *
   * @param version null if there must be no object yet
   * @return false if that is not the current version, or if S3 asks to try again because another
   *     write is in progress
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
            "the server of " + name + " does not support conditional writes (PUT with If-Match)",
            e);
      }
      throw failed("write", e);
    } catch (SdkException e) {
      throw failed("write", e);
    }
  }

  /**
   * Whether the server checks the conditions. Some servers ignore a condition that they do not
   * know, and write. Call this after a write, with the text that was written: it tries two writes
   * that the server must reject.
   */
  public boolean hasConditions(String text) throws IOException {
    return !replace(null, text) && !replace("\"00000000000000000000000000000000\"", text);
  }

  /**
   * Deletes the text if the current version is the given one. A server without such a condition
   * deletes it in any case.
   *
   * @return false if that is not the current version
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
