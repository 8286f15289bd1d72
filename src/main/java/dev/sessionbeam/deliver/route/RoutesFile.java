package dev.sessionbeam.deliver.route;

import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.s3.S3Location;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The file of {@code --routes}, on a disk or on S3, which somebody may change at any time. */
public interface RoutesFile extends AutoCloseable {
  /**
   * What a file held.
   *
   * @param bytes at most one more than {@link RoutesReader#MAX_BYTES}
   * @param signature what changes if the file changes: an ETag, or the time of its modification
   */
  record Content(byte[] bytes, String signature) {}

  /**
   * Reads the file if its signature is not the known one.
   *
   * @param known the signature that needs no reading; null for none
   * @return null if the signature is still the known one
   * @throws IOException if it does not exist or cannot be read
   */
  @Nullable Content readUnless(@Nullable String known) throws IOException;

  @Override
  void close();

  /**
   * Opens a file. It does not have to exist yet.
   *
   * @param name a path, or {@code s3://bucket/key}
   * @param options where S3 is
   * @throws IllegalArgumentException if the name has no bucket
   */
  static RoutesFile open(String name, PipelineOptions options) {
    return S3Location.isS3(name)
        ? S3RoutesFile.open(name, options)
        : new DiskRoutesFile(Path.of(name));
  }

  /** Describes to a person why a file could not be read, for a message that names the file. */
  static String describe(String name, IOException e) {
    return S3Location.isS3(name) ? String.valueOf(e.getMessage()) : FileFaults.describe(name, e);
  }
}
