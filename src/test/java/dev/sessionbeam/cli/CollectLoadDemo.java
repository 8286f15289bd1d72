package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how many requests and events a second {@code ./sessionbeam collect} takes, with wrk as its
 * client and a stub as its stream: {@code make collect-load}. Not part of the tests.
 */
class CollectLoadDemo {
  private static final String WRK = System.getProperty("collect.wrk", "wrk");
  private static final String DURATION = System.getProperty("collect.duration", "20s");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern ANSWERS =
      Pattern.compile("acknowledged ([0-9]+) refused ([0-9]+) other ([0-9]+)");
  private static final int BATCH = 50;

  @TempDir private Path folder;

  /** A process that is ended with this one. */
  private record Running(Process process, BufferedReader out) implements AutoCloseable {
    static Running of(ProcessBuilder builder) throws IOException {
      Process process = builder.start();
      return new Running(
          process,
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Running stub(long perSecond) throws IOException {
    return Running.of(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StreamStub.class.getName(),
                Long.toString(perSecond))
            .redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  private static long count(Running stub) throws IOException {
    stub.process().getOutputStream().write('\n');
    stub.process().getOutputStream().flush();
    return Long.parseLong(stub.out().readLine());
  }

  private Running collector(int port, String kinesis, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "./sessionbeam",
                "collect",
                "--stream=events",
                "--definition=pipelines/nitro.yaml",
                "--listen=127.0.0.1:" + port,
                "--kinesisEndpoint=" + kinesis,
                "--spool=" + folder.resolve("spool-" + port)));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(KinesisPeer.environment());
    return Running.of(builder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void awaitLive(int port) throws Exception {
    for (int i = 0; i < 1000; i++) {
      try {
        get(port, "/live");
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError("it does not answer");
  }

  private static long metric(int port, String name) throws Exception {
    String begin = "sessionbeam_collect_" + name + " ";
    return get(port, "/metrics")
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToLong(line -> Long.parseLong(line.substring(begin.length())))
        .sum();
  }

  private static String peakMemory(Running collector) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + collector.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("VmHWM: not known");
  }

  private static String wrk(int port, int events, int connections, String duration, boolean count)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                WRK,
                "-t1",
                "-c" + connections,
                "-d" + duration,
                "--timeout=30s",
                "--latency",
                "-s",
                "src/test/resources/collect/post.lua",
                "http://127.0.0.1:" + port + "/v1/events")
            .redirectErrorStream(true);
    builder.environment().put("EVENTS", Integer.toString(events));
    if (count) {
      builder.environment().put("COUNT", "1");
    }
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out, process.waitFor(), is(0));
    return out;
  }

  private static double rate(String out) {
    Matcher rate = RATE.matcher(out);
    assertThat(out, rate.find(), is(true));
    return Double.parseDouble(rate.group(1));
  }

  @Test
  void loadAndOverload() throws Exception {
    try {
      new ProcessBuilder(WRK, "--version").start().waitFor();
    } catch (IOException e) {
      assumeTrue(false, "SKIPPED: it needs wrk, and `" + WRK + "` cannot be run");
    }
    double batches;
    try (Running stub = stub(0)) {
      int port = freePort();
      try (Running collector = collector(port, stub.out().readLine())) {
        awaitLive(port);
        wrk(port, 1, 256, "5s", false);
        measure("one event a request", port, 1, 32, collector);
        measure("one event a request", port, 1, 256, collector);
        wrk(port, BATCH, 32, "5s", false);
        batches = measure(BATCH + " events a request", port, BATCH, 32, collector);
        long sent = metric(port, "kinesis_records_total");
        print("%d records in the stream%n", count(stub));
        assertThat(count(stub), is(greaterThanOrEqualTo(sent)));
      }
    }
    overload((long) (batches * BATCH / 20));
  }

  private static double measure(
      String name, int port, int events, int connections, Running collector) throws Exception {
    String out = wrk(port, events, connections, DURATION, false);
    print(
        "== %s, %d connections, %s: %.0f events/s%n%s",
        name, connections, DURATION, rate(out) * events, out);
    print("%s%n", peakMemory(collector));
    return rate(out);
  }

  /** The stream takes a twentieth of what the collector could send; clients send all they can. */
  private void overload(long perSecond) throws Exception {
    try (Running stub = stub(perSecond)) {
      int port = freePort();
      try (Running collector = collector(port, stub.out().readLine(), "--spoolSize=16MiB")) {
        awaitLive(port);
        String out = wrk(port, BATCH, 1000, DURATION, true);
        print(
            "== overload: Kinesis takes %d events/s%n%s%s%n",
            perSecond, out, peakMemory(collector));
        Matcher answers = ANSWERS.matcher(out);
        assertThat(out, answers.find(), is(true));
        long acknowledged = Long.parseLong(answers.group(1)) * BATCH;
        assertThat("refused", Long.parseLong(answers.group(2)), is(greaterThan(0L)));
        assertThat("other answers", answers.group(3), is("0"));
        while (metric(port, "spool_waiting_events") > 0) {
          TimeUnit.MILLISECONDS.sleep(200);
        }
        long taken = count(stub);
        print("acknowledged %d events, in the stream %d%n", acknowledged, taken);
        assertThat(taken, is(greaterThanOrEqualTo(acknowledged)));
      }
    }
  }

  private static void print(String form, Object... values) {
    System.err.printf(Locale.ROOT, form, values);
  }
}
