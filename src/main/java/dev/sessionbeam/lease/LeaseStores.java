package dev.sessionbeam.lease;

import dev.sessionbeam.s3.S3Document;
import dev.sessionbeam.s3.S3Location;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.options.PipelineOptions;

/** Finds the store for a folder: on a local disk, or on S3. */
public final class LeaseStores {
  static final String FILE = "leases.json";

  private LeaseStores() {}

  /** Whether leases can be kept in a folder: on a local disk, or on S3. */
  public static boolean isPossible(String folder) {
    return S3Location.isS3(folder) || !folder.contains("://");
  }

  /**
   * The store in a folder. It holds a connection to S3 at most, so close it.
   *
   * @param folder the folder for leases below an output or an archive, with a slash at its end
   * @param options say where S3 is, and how objects are encrypted
   * @throws IllegalArgumentException where it is neither on a disk nor on S3
   */
  public static LeaseStore in(String folder, PipelineOptions options) {
    if (S3Location.isS3(folder)) {
      return new S3LeaseStore(S3Document.of(options, folder + FILE), UnaryOperator.identity());
    }
    if (!isPossible(folder)) {
      throw new IllegalArgumentException(
          folder
              + " is neither on a local disk nor on S3, so runs that write there cannot be kept"
              + " apart");
    }
    return new DiskLeaseStore(Path.of(folder), UnaryOperator.identity());
  }
}
