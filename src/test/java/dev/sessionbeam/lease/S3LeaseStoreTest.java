package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.io.s3.S3Document;
import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Tests leases on S3. */
class S3LeaseStoreTest extends LeaseRules {
  private static final String KEY = "out/.sessionbeam-temporary/leases/";
  private static final LeaseClaim CLAIM =
      new LeaseClaim("run-1", RunKind.BATCH, LeasedDays.everything());

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  @TempDir private static Path folder;

  private static S3Peer peer;
  private static S3Client client;

  private String bucket;

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

  @BeforeEach
  void makeABucket() {
    bucket = "leases-" + BUCKETS.incrementAndGet();
    var unused = peer.bucket(bucket);
  }

  private static S3StorageOptions options(URI endpoint) {
    S3StorageOptions options = PipelineOptionsFactory.create().as(S3StorageOptions.class);
    options.setS3Endpoint(endpoint.toString());
    return options;
  }

  private String place() {
    return "s3://" + bucket + "/" + KEY;
  }

  private LeaseStore store(URI endpoint) {
    return new S3LeaseStore(
        S3Document.of(options(endpoint), place() + "leases.json"), time::storage);
  }

  @Override
  LeaseStore newStore() {
    return store(peer.endpoint());
  }

  @Override
  LeaseStore productionStore() {
    return LeaseStores.in(place(), options(peer.endpoint()));
  }

  @Override
  void overwrite(String text) {
    var unused =
        client.putObject(
            put -> put.bucket(bucket).key(KEY + "leases.json"), RequestBody.fromString(text));
  }

  @Test
  void theFirstWriteCreatesAndLaterOnesReplaceAVersion() throws IOException {
    try (Relay relay = Relay.to(peer.port());
        LeaseStore store = store(relay.endpoint())) {
      HeldLease lease = HeldLease.acquire(store, CLAIM);
      lease.renew();
      List<String> writes =
          relay.requests().stream().filter(head -> head.startsWith("PUT ")).toList();
      // One write that creates, two that must be rejected, and one that replaces.
      assertThat(writes.size(), is(4));
      assertThat(writes.get(0), containsString("\r\nIf-None-Match: *\r\n"));
      assertThat(writes.get(1), containsString("\r\nIf-None-Match: *\r\n"));
      assertThat(writes.get(2), containsString("\r\nIf-Match: \"0000"));
      assertThat(writes.get(3), containsString("\r\nIf-Match: \""));
    }
  }

  /** S3 answers like this if two writes are in progress. */
  @Test
  void aWriteIsRepeatedAfterAConflict() throws IOException {
    AtomicInteger conflicts = new AtomicInteger();
    try (Relay relay = Relay.to(peer.port());
        LeaseStore store = store(relay.endpoint())) {
      relay.refuse(
          head -> head.startsWith("PUT ") && conflicts.incrementAndGet() <= 3,
          409,
          "ConditionalRequestConflict");
      HeldLease.acquire(store, CLAIM).checkStillHeld();
    }
  }

  @Test
  void aHolderThatCannotReachTheServerDoesNotPublish() throws IOException {
    try (Relay relay = Relay.to(peer.port());
        LeaseStore store = store(relay.endpoint())) {
      HeldLease lease = HeldLease.acquire(store, CLAIM);
      relay.refuse(head -> true, 403, "AccessDenied");
      IOException failed = assertThrows(IOException.class, lease::checkStillHeld);
      assertThat(
          failed.getMessage(),
          is("cannot read " + store.location() + ": permission denied (403 AccessDenied)"));
      relay.pass();
      lease.checkStillHeld();
    }
  }

  /**
   * Such a server, for example S3Proxy 2.6.0 without our addition, answers "200 OK" to every write.
   */
  @ParameterizedTest
  @ValueSource(strings = {"If-None-Match", "If-Match"})
  void aServerThatIgnoresConditionsIsDetected(String header) throws IOException {
    try (LeaseStore store = store(peer.endpoint())) {
      HeldLease.acquire(store, CLAIM);
    }
    try (Relay relay = Relay.to(peer.port());
        S3Document document =
            S3Document.of(options(relay.endpoint()), place() + LeaseStores.FILE)) {
      assertThat(document.hasConditions("{}"), is(true));
      relay.refuse(head -> head.contains("\r\n" + header + ": "), 200, "OK");
      assertThat(document.hasConditions("{}"), is(false));
    }
  }

  @Test
  void theObjectIsEncryptedAsResultsAre() throws IOException {
    try (Relay relay = Relay.to(peer.port())) {
      S3StorageOptions options = options(relay.endpoint());
      options.setSSEAlgorithm("AES256");
      try (LeaseStore store = LeaseStores.in(place(), options)) {
        HeldLease.acquire(store, CLAIM).release();
      }
      assertThat(relay.requests(), hasItem(containsString("x-amz-server-side-encryption: AES256")));
    }
  }
}
