package dev.sessionbeam.io.s3;

import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads a small object again and again, with one request for each. S3 sends it only if it has
 * changed.
 */
public final class S3WatchedObject implements AutoCloseable {
  private static final int NOT_MODIFIED = 304;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Client client;
  private final S3Location at;

  /**
   * An object as it was.
   *
   * @param version its ETag; empty if the server has none, so that the object is always read
   */
  public record Content(byte[] bytes, String version) {}

  private S3WatchedObject(S3Client client, S3Location at) {
    this.client = client;
    this.at = at;
  }

  /**
   * Opens a client for an object. It does not have to exist yet.
   *
   * @param name {@code s3://bucket/key}
   * @throws IllegalArgumentException if the name has no bucket
   */
  public static S3WatchedObject of(PipelineOptions options, String name) {
    S3Location at = S3Location.of(name);
    return new S3WatchedObject(S3ClientFactory.impatient(options), at);
  }

  /**
   * Reads the object if it is not the known version.
   *
   * @param known the version that needs no reading; null for none
   * @param mostBytes how many bytes are read at most; the rest is left out
   * @return null if the object is still the known version
   * @throws IOException if it does not exist or cannot be read; its message is for a person
   */
  public @Nullable Content readUnless(@Nullable String known, int mostBytes) throws IOException {
    try {
      ResponseBytes<GetObjectResponse> got =
          client.getObject(
              get ->
                  get.bucket(at.bucket())
                      .key(at.key())
                      .ifNoneMatch(known == null || known.isEmpty() ? null : known)
                      .range("bytes=0-" + (mostBytes - 1)),
              ResponseTransformer.toBytes());
      String version = Objects.requireNonNullElse(got.response().eTag(), "");
      // Some servers ignore the condition.
      return version.equals(known) && !version.isEmpty()
          ? null
          : new Content(got.asByteArray(), version);
    } catch (NoSuchKeyException e) {
      throw new IOException("it does not exist", e);
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_MODIFIED) {
        return null;
      }
      if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
        return new Content(new byte[0], "");
      }
      throw failed(e);
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private IOException failed(SdkException e) {
    return new IOException(S3FirstBytes.fault(e), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
