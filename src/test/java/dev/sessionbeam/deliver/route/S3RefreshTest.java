package dev.sessionbeam.deliver.route;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Routes in an object on S3. */
class S3RefreshTest extends RefreshRules {
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir private static Path folder;
  private static S3Peer peer;
  private static S3Client client;

  private final String bucket = "routes-" + BUCKETS.incrementAndGet();

  @BeforeAll
  static void startTheServer() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
    client = S3Client.builder().endpointOverride(peer.endpoint()).region(Region.US_EAST_1).build();
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    client.close();
    peer.close();
  }

  @Override
  String file() {
    return "s3://" + bucket + "/conf/routes.json";
  }

  @Override
  String keptIn() {
    return "s3://" + bucket + "/out/.sessionbeam-temporary/";
  }

  @Override
  PipelineOptions options() {
    S3StorageOptions options = PipelineOptionsFactory.create().as(S3StorageOptions.class);
    options.setS3Endpoint(peer.endpoint().toString());
    return options;
  }

  private void put(String key, String text) {
    var unusedFolder = peer.bucket(bucket);
    var unused = client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  @Override
  void write(String text) {
    put("conf/routes.json", text);
  }

  @Override
  void delete() {
    var unused = client.deleteObject(delete -> delete.bucket(bucket).key("conf/routes.json"));
  }

  @Override
  void spoilKept() {
    put("out/.sessionbeam-temporary/routes.json", "{");
  }

  @Test
  void anUnchangedObjectIsNotReadAgain() throws Exception {
    try (RoutesFile file = RoutesFile.open(file(), options())) {
      String signature = Objects.requireNonNull(file.readUnless(null)).signature();
      assertThat(file.readUnless(signature), is(nullValue()));
    }
  }

  @Test
  void anObjectThatIsTooLargeIsNotReadToItsEnd() throws Exception {
    write("x".repeat(3 << 20));
    try (RoutesFile file = RoutesFile.open(file(), options())) {
      assertThat(
          Objects.requireNonNull(file.readUnless(null)).bytes().length,
          is(RoutesReader.MAX_BYTES + 1));
    }
  }

  @Test
  void aMissingObjectIsNamed() {
    try (RoutesFile file = RoutesFile.open("s3://" + bucket + "/none.json", options())) {
      IOException e = assertThrows(IOException.class, () -> file.readUnless(null));
      assertThat(RoutesFile.describe("s3://x/y", e), is("it does not exist"));
    }
  }

  @Test
  void aNameWithoutABucketIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RoutesFile.open("s3://", options()));
    assertThat(e.getMessage(), containsString("has no bucket"));
  }
}
