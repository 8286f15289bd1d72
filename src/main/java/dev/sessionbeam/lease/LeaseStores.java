package dev.sessionbeam.lease;

import dev.sessionbeam.io.s3.S3Document;
import dev.sessionbeam.io.s3.S3Location;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.options.PipelineOptions;

/** Opens the lease store in a folder, on a local disk or on S3. */
public final class LeaseStores {
  static final String FILE = "leases.json";

  private LeaseStores() {}

  /** Whether leases can be kept in a folder: on a local disk, or on S3. */
  public static boolean isPossible(String folder) {
    return S3Location.isS3(folder) || !folder.contains("://");
  }

  /**
   * Opens the store in a folder. Close it, because it may hold a connection to S3.
   *
   * @param folder the folder for leases below an output or an archive, with a slash at its end
   * @param options where S3 is, and how objects are encrypted
   * @throws IllegalArgumentException if the folder is neither on a disk nor on S3
   */
  public static LeaseStore in(String folder, PipelineOptions options) {
    if (S3Location.isS3(folder)) {
      return new S3LeaseStore(S3Document.of(options, folder + FILE), UnaryOperator.identity());
    }
    if (!isPossible(folder)) {
      throw new IllegalArgumentException(
          folder
              + " is neither on a local disk nor on S3, so two runs could write there at the same"
              + " time: use a folder on a disk or on S3");
    }
    return new DiskLeaseStore(Path.of(folder), UnaryOperator.identity());
  }
}
