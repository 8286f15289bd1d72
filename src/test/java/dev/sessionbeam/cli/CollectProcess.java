package dev.sessionbeam.cli;

import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A collector in a process of its own, always at the same port. */
public final class CollectProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path log;
  private final int port;
  private final List<String> command;
  private Process process;

  private CollectProcess(Path log, int port, List<String> command) throws IOException {
    this.log = log;
    this.port = port;
    this.command = command;
    this.process = CommandRun.start(log, KinesisPeer.environment(), command);
  }

  /** Starts one, and does not wait for it. */
  static CollectProcess start(Path folder, URI kinesis, String... more) throws IOException {
    return start(folder, kinesis, Path.of("pipelines/nitro.yaml"), more);
  }

  /** Starts one with this definition, and does not wait for it. */
  public static CollectProcess start(Path folder, URI kinesis, Path definition, String... more)
      throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "collect",
                "--stream=events",
                "--definition=" + definition,
                "--listen=127.0.0.1:" + port,
                "--kinesisEndpoint=" + kinesis));
    command.addAll(List.of(more));
    return new CollectProcess(folder.resolve("collect.log"), port, command);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** An address of it. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What it has logged since it was started last. */
  public String log() throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Waits until it answers at all. */
  void awaitLive() throws Exception {
    await("/live", 200);
  }

  /** Waits until an address has a status. */
  public void await(String path, int status) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (status(path) != status) {
      if (System.nanoTime() > until || !process.isAlive()) {
        throw new AssertionError(path + " did not answer " + status + ":\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private int status(String path) throws InterruptedException {
    try {
      return client
          .send(
              HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The value of a metric, without its prefix; -1 if there is none. */
  double metric(String name) throws Exception {
    String begin = "sessionbeam_collect_" + name + " ";
    return client
        .send(
            HttpRequest.newBuilder(uri("/metrics")).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(begin.length())))
        .findFirst()
        .orElse(-1);
  }

  /** Kills it as kill -9 does, at once or in a while. Returns whether it was still running then. */
  boolean killAfter(long millis) throws InterruptedException {
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    process.waitFor();
    return !ended;
  }

  /** Starts it again. */
  void restart() throws IOException {
    process = CommandRun.start(log, KinesisPeer.environment(), command);
  }

  /** Asks it to end, by SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Waits for its end, and returns its exit status. */
  public int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end");
    }
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    killAfter(0);
  }
}
