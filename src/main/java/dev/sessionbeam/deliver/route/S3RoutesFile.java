package dev.sessionbeam.deliver.route;

import dev.sessionbeam.io.s3.S3WatchedObject;
import java.io.IOException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Routes in an object on S3. Its ETag shows whether it has changed. */
final class S3RoutesFile implements RoutesFile {
  private final S3WatchedObject object;

  private S3RoutesFile(S3WatchedObject object) {
    this.object = object;
  }

  static S3RoutesFile open(String name, PipelineOptions options) {
    return new S3RoutesFile(S3WatchedObject.of(options, name));
  }

  @Override
  public @Nullable Content readUnless(@Nullable String known) throws IOException {
    S3WatchedObject.Content content = object.readUnless(known, RoutesReader.MAX_BYTES + 1);
    return content == null ? null : new Content(content.bytes(), content.version());
  }

  @Override
  public void close() {
    object.close();
  }
}
