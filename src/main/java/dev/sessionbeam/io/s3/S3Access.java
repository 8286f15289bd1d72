package dev.sessionbeam.io.s3;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.aws2.s3.S3FileSystemConfiguration;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Tries what a run needs from S3, and returns what is wrong. It does so before the run reads
 * anything, because a batch run writes at its very end, and that is too late to find out that it
 * may not.
 *
 * <p>Inputs are listed. Below the output, a tiny object is written in the same way as the results
 * (with the same encryption) and deleted again: permissions and policies of buckets, keys and
 * networks can only be tried. The object is among the temporary files. If a crash leaves it there,
 * it is deleted with them.
 */
public final class S3Access {
  private static final String AES = "AES256";
  private static final String KMS = "aws:kms";
  private static final String PROBE = "probe";

  private final S3StorageOptions options;
  private final List<String> faults = new ArrayList<>();

  /** Whether the next request would fail in the same way as the last one. */
  private boolean stopped;

  /**
   * A folder that the run writes to.
   *
   * @param flag the flag that names it
   * @param temporary the folder below it for temporary files
   */
  public record Target(String flag, String folder, String temporary) {}

  private S3Access(S3StorageOptions options) {
    this.options = options;
  }

  /**
   * Tries what a run needs. Returns what is wrong, one sentence per fault; an empty list if all is
   * well or if no name is in S3.
   *
   * @param inputs names in any file system
   * @param targets folders in any file system
   */
  public static List<String> faults(
      PipelineOptions options, List<String> inputs, List<Target> targets) {
    List<String> read = inputs.stream().filter(S3Location::isS3).toList();
    List<Target> write = targets.stream().filter(to -> S3Location.isS3(to.folder())).toList();
    if (read.isEmpty() && write.isEmpty()) {
      return List.of();
    }
    S3Access access = new S3Access(options.as(S3StorageOptions.class));
    access.checkSettings();
    if (access.faults.isEmpty()) {
      try (S3Client client = S3ClientFactory.impatient(options)) {
        read.forEach(input -> access.list(client, "--input: cannot read ", input));
        write.forEach(to -> access.write(client, to));
      }
    }
    return List.copyOf(access.faults);
  }

  private void checkSettings() {
    String endpoint = options.getS3Endpoint();
    if (endpoint != null && S3ClientFactory.server(endpoint).isEmpty()) {
      faults.add(
          "--s3Endpoint: '"
              + endpoint
              + "' is not an address of a server: write it like https://host");
    } else if (!S3ClientFactory.hasOwnServer(options) && options.getAwsRegion() == null) {
      faults.add("no AWS region was found: set --awsRegion or AWS_REGION");
    }
    String algorithm = options.getSSEAlgorithm();
    if (algorithm != null && !algorithm.equals(AES) && !algorithm.equals(KMS)) {
      faults.add("--SSEAlgorithm: '" + algorithm + "' must be " + AES + " or " + KMS);
    } else if (options.getSSEKMSKeyId() != null && !KMS.equals(algorithm)) {
      faults.add("--SSEKMSKeyId needs --SSEAlgorithm=" + KMS + ", not " + algorithm);
    }
    if (options.getSSECustomerKey().getKey() != null) {
      faults.add("--SSECustomerKey would write a secret into the job; use --SSEKMSKeyId");
    }
    if (options.getAwsCredentialsProvider() instanceof StaticCredentialsProvider) {
      faults.add(
          "--awsCredentialsProvider with keys would write a secret into the job; use the default"
              + " chain");
    }
    int least = S3FileSystemConfiguration.MINIMUM_UPLOAD_BUFFER_SIZE_BYTES;
    if (options.getS3UploadBufferSizeBytes() < least) {
      faults.add("--s3UploadBufferSizeBytes must be at least " + least);
    }
  }

  private void list(S3Client client, String fault, String name) {
    try {
      S3Location at = S3Location.of(name);
      attempt(
          fault + name,
          "s3:ListBucket",
          () ->
              client.listObjectsV2(
                  list -> list.bucket(at.bucket()).prefix(at.prefix()).maxKeys(1)));
    } catch (IllegalArgumentException e) {
      faults.add(fault + name + ": " + e.getMessage());
    }
  }

  private void write(S3Client client, Target target) {
    String output = target.folder();
    String fault = target.flag() + ": cannot write to ";
    int before = faults.size();
    list(client, fault, output);
    if (faults.size() > before) {
      return;
    }
    if (S3Location.of(output).hasWildcard()) {
      faults.add(fault + output + ": the name of an output must not have wildcards");
      return;
    }
    S3Location at = S3Location.of(target.temporary());
    String key = at.folder() + PROBE;
    String permission =
        "s3:PutObject" + (options.getSSEKMSKeyId() == null ? "" : ", and the use of the KMS key");
    attempt(
        fault + output,
        permission,
        () -> client.putObject(probe(at.bucket(), key), RequestBody.empty()));
    if (faults.size() == before) {
      attempt(
          fault + output,
          "s3:DeleteObject",
          () -> client.deleteObject(delete -> delete.bucket(at.bucket()).key(key)));
    }
  }

  private PutObjectRequest probe(String bucket, String key) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .storageClass(options.getS3StorageClass())
        .serverSideEncryption(options.getSSEAlgorithm())
        .ssekmsKeyId(options.getSSEKMSKeyId())
        .build();
  }

  private void attempt(String fault, String permission, Runnable request) {
    if (stopped) {
      return;
    }
    try {
      request.run();
    } catch (SdkException e) {
      String sentence = S3Faults.describe(e).orElseThrow();
      if (S3Faults.isOfEveryRequest(e)) {
        stopped = true;
        faults.add("S3: " + sentence);
      } else {
        String needed = S3Faults.isDenied(e) ? "; it needs " + permission : "";
        faults.add(fault + ": " + sentence + needed);
      }
    }
  }
}
