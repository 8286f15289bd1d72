package dev.sessionbeam.io.s3;

import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Reads the first bytes of objects, with one request for each. Beam's channel would request the
 * whole object, and read it to the end when it is closed.
 */
public final class S3FirstBytes implements AutoCloseable {
  private static final String SCHEME = "s3://";

  private final S3Client client;

  private S3FirstBytes(S3Client client) {
    this.client = client;
  }

  /** Opens a client with the options of a run. Several threads may use it. */
  public static S3FirstBytes open(PipelineOptions options) {
    return new S3FirstBytes(S3ClientFactory.impatient(options));
  }

  /**
   * Returns the first bytes of an object, or all of them if it is smaller.
   *
   * @param name of an object that is not empty, such as {@code s3://bucket/key}
   * @throws SdkException if it cannot be read; {@link #fault} describes it
   */
  public byte[] read(String name, int bytes) {
    int slash = name.indexOf('/', SCHEME.length());
    return client
        .getObjectAsBytes(
            get ->
                get.bucket(name.substring(SCHEME.length(), slash))
                    .key(name.substring(slash + 1))
                    .range("bytes=0-" + (bytes - 1)))
        .asByteArray();
  }

  /** Describes in one sentence why an object could not be read, and what is needed for it. */
  public static String fault(SdkException e) {
    String sentence = S3Faults.describe(e).orElseThrow();
    return S3Faults.isDenied(e) ? sentence + "; it needs s3:GetObject" : sentence;
  }

  @Override
  public void close() {
    client.close();
  }
}
