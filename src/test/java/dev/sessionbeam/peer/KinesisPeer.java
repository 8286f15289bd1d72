package dev.sessionbeam.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.retry.backoff.FixedDelayBackoffStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;

/**
 * A Kinesis server (kinesis-local) in its own process, on a free port of 127.0.0.1, without streams
 * at first. It ends with {@link #close}, and with the process that started it, even if that one is
 * killed.
 *
 * <p>While it is open, the default chains of the AWS SDK find credentials that it accepts (it
 * accepts any), and {@link #REGION}. Streams of other regions are other streams.
 */
public final class KinesisPeer implements AutoCloseable {
  public static final Region REGION = Region.EU_CENTRAL_1;

  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, String> SETTINGS =
      Map.of(
          SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "test",
          SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "test",
          SdkSystemSetting.AWS_REGION.property(), REGION.id());

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable(), "test",
          SdkSystemSetting.AWS_SECRET_ACCESS_KEY.environmentVariable(), "test",
          SdkSystemSetting.AWS_REGION.environmentVariable(), REGION.id());

  private final Process process;
  private final URI endpoint;
  private final KinesisClient client;
  private final Map<String, @Nullable String> settingsBefore = new HashMap<>();

  private KinesisPeer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    SETTINGS.forEach((name, value) -> settingsBefore.put(name, System.setProperty(name, value)));
    this.client = KinesisClient.builder().region(REGION).endpointOverride(endpoint).build();
  }

  /** The environment variables that another process needs as a client. */
  public static Map<String, String> environment() {
    return ENVIRONMENT;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws org.opentest4j.TestAbortedException if Node is missing, so that the test counts as
   *     skipped
   */
  public static KinesisPeer start() {
    NodePackage node = NodePackage.install("kinesis");
    String server = node.installed().resolve("node_modules/kinesis-local").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                "--require",
                node.sources().resolve("loopback.js").toString(),
                "--require",
                node.sources().resolve("faster.js").toString(),
                server + "/main.js")
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("KINESIS_MOCK_CERT_PATH", server + "/server.json");
    // loopback.js uses free ports in place of these two, and prints the first one.
    environment.put("KINESIS_MOCK_PLAIN_PORT", "1");
    environment.put("KINESIS_MOCK_TLS_PORT", "2");
    environment.put("LOG_LEVEL", "ERROR");
    for (String change : List.of("CREATE_STREAM", "DELETE_STREAM", "SPLIT_SHARD", "MERGE_SHARDS")) {
      environment.put(change + "_DURATION", "50ms");
    }
    try {
      Process process = builder.start();
      try {
        URI endpoint = URI.create("http://127.0.0.1:" + port(process));
        requireHealthy(endpoint);
        return new KinesisPeer(process, endpoint);
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /** A client of this server, which closes with it. */
  public KinesisClient client() {
    return client;
  }

  /** Creates a stream, and waits until it can be written and read. */
  public void createStream(String stream, int shards) {
    client.createStream(request -> request.streamName(stream).shardCount(shards));
    awaitActive(stream);
  }

  /** All shards, including closed ones, in the order in which they were created. */
  public List<Shard> shards(String stream) {
    return client.listShards(request -> request.streamName(stream)).shards();
  }

  /** Puts a record into the shard of its partition key. */
  public PutRecordResponse put(String stream, String partitionKey, byte[] data) {
    return put(stream, partitionKey, null, data);
  }

  /**
   * Puts a record.
   *
   * @param hashKey decides the shard, by its {@code hashKeyRange}; if null, the partition key
   *     decides
   */
  public PutRecordResponse put(
      String stream, String partitionKey, @Nullable String hashKey, byte[] data) {
    return client.putRecord(
        request ->
            request
                .streamName(stream)
                .partitionKey(partitionKey)
                .explicitHashKey(hashKey)
                .data(SdkBytes.fromByteArray(data)));
  }

  /** Puts a record into this shard, which must be open. */
  public PutRecordResponse put(String stream, Shard shard, byte[] data) {
    return put(stream, "any", shard.hashKeyRange().startingHashKey(), data);
  }

  /** Splits a shard in the middle; its children take records when this returns. */
  public void split(String stream, Shard shard) {
    BigInteger first = new BigInteger(shard.hashKeyRange().startingHashKey());
    BigInteger last = new BigInteger(shard.hashKeyRange().endingHashKey());
    split(stream, shard, first.add(last).shiftRight(1).add(BigInteger.ONE));
  }

  /**
   * Splits a shard in two.
   *
   * @param second the lowest hash key of the second one
   */
  public void split(String stream, Shard shard, BigInteger second) {
    client.splitShard(
        request ->
            request
                .streamName(stream)
                .shardToSplit(shard.shardId())
                .newStartingHashKey(second.toString()));
    awaitActive(stream);
  }

  /** Registers a consumer of enhanced fan-out, and returns its ARN. */
  public String consumer(String stream) {
    return consumer(stream, "sessionbeam");
  }

  /** Registers a consumer of enhanced fan-out with a name, and returns its ARN. */
  public String consumer(String stream, String name) {
    String arn =
        client
            .describeStreamSummary(request -> request.streamName(stream))
            .streamDescriptionSummary()
            .streamARN();
    return client
        .registerStreamConsumer(request -> request.streamARN(arn).consumerName(name))
        .consumer()
        .consumerARN();
  }

  /** Merges two neighbours; their child takes records when this returns. */
  public void merge(String stream, Shard shard, Shard next) {
    client.mergeShards(
        request ->
            request
                .streamName(stream)
                .shardToMerge(shard.shardId())
                .adjacentShardToMerge(next.shardId()));
    awaitActive(stream);
  }

  /** The records that a shard holds now, in its order. Aggregated records are not split. */
  public List<Record> records(String stream, Shard shard) {
    List<Record> records = new ArrayList<>();
    String iterator =
        client
            .getShardIterator(
                request ->
                    request
                        .streamName(stream)
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    while (iterator != null) {
      String here = iterator;
      var page = client.getRecords(request -> request.shardIterator(here));
      records.addAll(page.records());
      iterator =
          page.records().isEmpty() && page.millisBehindLatest() == 0
              ? null
              : page.nextShardIterator();
    }
    return records;
  }

  /** The records that all shards hold now: one shard after another, each in its order. */
  public List<Record> records(String stream) {
    return shards(stream).stream().flatMap(shard -> records(stream, shard).stream()).toList();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    settingsBefore.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void awaitActive(String stream) {
    try (KinesisWaiter waiter = KinesisWaiter.builder().client(client).build()) {
      waiter.waitUntilStreamExists(
          request -> request.streamName(stream),
          patience ->
              patience
                  .maxAttempts(Integer.MAX_VALUE)
                  .backoffStrategy(FixedDelayBackoffStrategy.create(Duration.ofMillis(10)))
                  .waitTimeout(PATIENCE));
    }
  }

  private static int port(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder output = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        drain(out);
        return Integer.parseInt(listening.group(1));
      }
      output.append(line).append('\n');
    }
    throw new IOException("kinesis-local ended before it listened:\n" + output);
  }

  /** Reads the rest of the output. Otherwise the server would stop at a full pipe. */
  private static void drain(BufferedReader out) {
    Thread thread =
        new Thread(
            () ->
                out.lines()
                    .filter(line -> !line.contains("CPU is probably starving"))
                    .forEach(System.err::println),
            "kinesis-peer");
    thread.setDaemon(true);
    thread.start();
  }

  private static void requireHealthy(URI endpoint) throws IOException {
    HttpRequest healthcheck =
        HttpRequest.newBuilder(endpoint.resolve("/healthcheck")).timeout(PATIENCE).build();
    try {
      int status =
          // The server fails at an upgrade to HTTP/2.
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(healthcheck, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IOException("kinesis-local is not healthy: HTTP " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
