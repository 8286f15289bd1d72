package dev.sessionbeam.run;

import dev.sessionbeam.peer.HttpPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The server of a {@link MeasuredConnector}, in a process of its own, so that its CPU time is not
 * that of the run. It ends with the process that started it.
 */
final class DeliveryReceiver implements AutoCloseable {
  private static final String PORT = "PORT ";

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private DeliveryReceiver(Process process, BufferedReader out, int port) {
    this.process = process;
    this.out = out;
    this.port = port;
  }

  /**
   * What it has received since the last report.
   *
   * @param time from the first request to the last one
   */
  record Received(long requests, Duration time) {}

  /** Starts the server, and waits until it takes requests. */
  static DeliveryReceiver start(MeasuredConnector connector) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DeliveryReceiver.class.getName(),
                connector.name())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(PORT)) {
      process.destroyForcibly();
      throw new IOException("the receiver did not start: " + line);
    }
    return new DeliveryReceiver(process, out, Integer.parseInt(line.substring(PORT.length())));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Returns what it has received since this was called last. */
  Received report() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the receiver has ended");
    }
    String[] numbers = line.split(" ", -1);
    return new Received(Long.parseLong(numbers[0]), Duration.ofNanos(Long.parseLong(numbers[1])));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /**
   * Runs the server until standard input ends. Prints its port, and a report for each line of
   * standard input.
   *
   * @param args the name of the connector
   */
  public static void main(String[] args) throws IOException {
    LongAdder requests = new LongAdder();
    AtomicLong first = new AtomicLong();
    AtomicLong last = new AtomicLong();
    try (HttpPeer peer =
            HttpPeer.start(
                request -> {
                  requests.increment();
                  long now = System.nanoTime();
                  first.compareAndSet(0, now);
                  last.accumulateAndGet(now, Math::max);
                });
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      peer.behave("/", MeasuredConnector.of(args[0]).destination());
      System.out.println(PORT + peer.port());
      while (in.readLine() != null) {
        System.out.println(requests.sumThenReset() + " " + (last.get() - first.getAndSet(0)));
        last.set(0);
      }
    }
    Runtime.getRuntime().halt(0);
  }
}
