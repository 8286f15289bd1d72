package dev.sessionbeam.cli;

import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.StreamStub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./sessionbeam collect} and a stub of its stream, each in a process of its own, for
 * measurements.
 */
final class LoadServers implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process stub;
  private final BufferedReader fromStub;
  private final Process collector;
  private final int port;

  private LoadServers(Process stub, BufferedReader fromStub, Process collector, int port) {
    this.stub = stub;
    this.fromStub = fromStub;
    this.collector = collector;
    this.port = port;
  }

  /**
   * Starts both, and waits until the collector answers.
   *
   * @param perSecond how many records the stream takes in a second; 0 for no limit
   * @param spool its folder
   */
  static LoadServers start(long perSecond, Path spool, String... more) throws Exception {
    Process stub =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StreamStub.class.getName(),
                Long.toString(perSecond),
                CollectLoad.MACHINE)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader fromStub =
        new BufferedReader(new InputStreamReader(stub.getInputStream(), StandardCharsets.UTF_8));
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "./sessionbeam",
                "collect",
                "--stream=events",
                "--definition=pipelines/nitro.yaml",
                "--listen=127.0.0.1:" + port,
                "--kinesisEndpoint=" + fromStub.readLine(),
                "--spool=" + spool));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(KinesisPeer.environment());
    LoadServers servers = new LoadServers(stub, fromStub, builder.start(), port);
    servers.awaitLive();
    return servers;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void awaitLive() throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      try {
        get("/live");
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("the collector does not answer");
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** An address of the collector. */
  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The value of a metric of the collector, without its prefix. */
  long metric(String name) throws Exception {
    String begin = "sessionbeam_collect_" + name + " ";
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToLong(line -> Long.parseLong(line.substring(begin.length())))
        .sum();
  }

  /** Waits until all that was acknowledged is in the stream. */
  void awaitDrained() throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (metric("spool_waiting_events") > 0) {
      if (System.nanoTime() > until) {
        throw new AssertionError("events still wait in the spool after " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** The most memory that the collector has had so far, in KiB. */
  long peakMemory() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + collector.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** How many records are in the stream. */
  long count() throws IOException {
    ask("count");
    return Long.parseLong(fromStub.readLine());
  }

  /** The ids of the events in the stream that {@link CollectLoad} has sent. */
  Set<String> ids() throws IOException {
    ask("texts");
    fromStub.readLine();
    int count = Integer.parseInt(fromStub.readLine());
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Matcher id = ID.matcher(fromStub.readLine());
      if (id.find()) {
        ids.add(id.group(1));
      }
    }
    return ids;
  }

  private void ask(String question) throws IOException {
    stub.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
    stub.getOutputStream().flush();
  }

  @Override
  public void close() throws InterruptedException {
    collector.destroyForcibly();
    stub.destroyForcibly();
    collector.waitFor();
    stub.waitFor();
  }
}
