package dev.sessionbeam.io.s3;

import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Aborts multipart uploads that a killed process did not complete. No reader sees them and no
 * listing shows them, but they are stored, and cost money, until they are aborted.
 */
public final class S3Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(S3Leftovers.class);

  private S3Leftovers() {}

  /**
   * Aborts the uploads below a folder. No other run may be writing to it.
   *
   * <p>Nothing depends on the uploads, so no run fails because of them. They are left to the
   * bucket's lifecycle rule if this process may not list or abort uploads (403), if the server does
   * not support it (501), or if the server fails.
   *
   * @param folder the name of a folder in any file system, with a slash at its end. Outside S3,
   *     nothing is done
   * @param isOwn whether a key, relative to the folder, belongs to a file that a pipeline writes
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
      LOG.warn("Incomplete uploads may be left below {}", folder, e);
    }
  }
}
