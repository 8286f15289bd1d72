package dev.sessionbeam.s3;

import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Uploads in parts that a process which was killed did not come to complete. No reader sees them
 * and no listing shows them, but they are stored, and paid for, until they are aborted.
 */
public final class S3Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(S3Leftovers.class);

  private S3Leftovers() {}

  /**
   * Aborts the uploads below a folder, which no other run may be writing to.
   *
   * <p>Who may not list or abort uploads (403), a server that does not know of it (501), and one
   * that fails at it leave them to the bucket's lifecycle rule: nothing depends on them, so no run
   * is stopped for them.
   *
   * @param folder the name of a folder of any file system, with a slash at its end; there is
   *     nothing to do but on S3
   * @param isOwn whether a key, relative to the folder, is of a file that a pipeline writes
   */
  public static void abort(PipelineOptions options, String folder, Predicate<String> isOwn) {
    if (!S3Location.isS3(folder)) {
      return;
    }
    S3Location at = S3Location.of(folder);
    try (S3Client client = S3ClientFactory.impatient(options)) {
      for (MultipartUpload upload :
          client
              .listMultipartUploadsPaginator(list -> list.bucket(at.bucket()).prefix(at.folder()))
              .uploads()) {
        if (isOwn.test(upload.key().substring(at.folder().length()))) {
          client.abortMultipartUpload(
              abort -> abort.bucket(at.bucket()).key(upload.key()).uploadId(upload.uploadId()));
        }
      }
    } catch (SdkException e) {
      LOG.warn("Uploads that nobody will complete may be left below {}", folder, e);
    }
  }
}
