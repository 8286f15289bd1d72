package dev.sessionbeam.collect;

import dev.sessionbeam.collect.http.HttpLimits;
import dev.sessionbeam.collect.stream.KinesisStream;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;

/** A collector in the process of a test, with real sockets on both sides. */
public final class TestCollector implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "test",
          SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "test");

  private final Collector collector;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, @Nullable String> before;

  private TestCollector(Collector collector, Map<String, @Nullable String> before) {
    this.collector = collector;
    this.before = before;
  }

  /** The settings of a collector, which a test changes. */
  static final class Settings {
    private String definition = "pipelines/nitro.yaml";
    private String streamName = "events";
    @Nullable Path spool;
    long spoolBytes = 64 << 20;
    Duration kinesisTimeout = Duration.ofSeconds(5);
    WriteKeys keys = WriteKeys.NONE;
    @Nullable KeyFile keyFile;
    Set<String> origins = Set.of();
    StampSettings stamps = StampSettings.NONE;
    int headers = 64;
    int bodyBytes = 5 << 20;
    int events = 10_000;
    int connections = 1000;
    long inFlight = 64 << 20;
    double rate;
    Duration requestTime = PATIENCE;
    Duration idleTime = PATIENCE;

    Settings stream(String name) {
      streamName = name;
      return this;
    }

    Settings definition(String file) {
      definition = file;
      return this;
    }

    TestCollector start(URI kinesis) throws Exception {
      Map<String, @Nullable String> before = new HashMap<>();
      CREDENTIALS.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
      Definition read = DefinitionReader.read(Path.of(definition));
      HttpLimits http =
          new HttpLimits(headers, 16 << 10, bodyBytes, connections, requestTime, idleTime);
      CollectSettings settings =
          new CollectSettings(
              read,
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              spool,
              spoolBytes,
              kinesisTimeout,
              keys,
              keyFile,
              origins,
              stamps,
              new CollectLimits(http, bodyBytes, events, inFlight, rate));
      KinesisStream stream =
          KinesisStream.of(streamName, kinesis, "eu-central-1", kinesisTimeout).orElseThrow();
      return new TestCollector(Collector.start(settings, stream), before);
    }
  }

  /** Starts a collector, posts one event, and stops it. Returns the status of the answer. */
  public static int statusOfOne(URI kinesis, String stream, String event) throws Exception {
    try (TestCollector collector = new Settings().stream(stream).start(kinesis)) {
      return collector.post(event).status();
    }
  }

  Collector collector() {
    return collector;
  }

  int port() {
    return collector.address().getPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** An answer. */
  record Answered(int status, String body, HttpResponse<String> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Answered post(String body, String... headers) throws Exception {
    return post("/v1/events", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answered post(String path, byte[] body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  Answered get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build());
  }

  Answered send(HttpRequest request) throws Exception {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answered(response.statusCode(), response.body(), response);
  }

  /** Sends bytes over a connection of their own, and returns all that comes back. */
  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** The value of a metric, without its prefix and with its labels. */
  double metric(String name) throws Exception {
    String line = "sessionbeam_collect_" + name + " ";
    List<String> found = new ArrayList<>();
    get("/metrics").body().lines().filter(text -> text.startsWith(line)).forEach(found::add);
    return found.isEmpty() ? -1 : Double.parseDouble(found.get(0).substring(line.length()));
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it did not happen within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() throws IOException {
    collector.close();
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
