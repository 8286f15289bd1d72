package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk has measured: a client that sends the same request over many connections, as fast as
 * they are answered.
 *
 * @param out what it printed
 */
record Wrk(String out) {
  private static final String PROGRAM = System.getProperty("collect.wrk", "wrk");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");
  private static final Pattern ANSWERS =
      Pattern.compile("acknowledged ([0-9]+) later ([0-9]+) unavailable ([0-9]+) other ([0-9]+)");

  /** Skips the test, with a message, if wrk is missing. */
  static void require() throws InterruptedException {
    try {
      new ProcessBuilder(PROGRAM, "--version").start().waitFor();
    } catch (IOException e) {
      assumeTrue(false, "SKIPPED: it needs wrk, and `" + PROGRAM + "` cannot be run");
    }
  }

  /**
   * Runs it, to see how fast the answers are.
   *
   * @param to where the requests go
   * @param events of each request
   */
  static Wrk measure(URI to, int events, int connections, String duration)
      throws IOException, InterruptedException {
    return run(to, events, connections, duration, Map.of());
  }

  /**
   * Runs it, and counts the answers by their kind. That takes time of its own.
   *
   * @param to where the requests go
   * @param events of each request
   * @param key the write key; empty for none
   */
  static Wrk count(URI to, int events, int connections, String duration, String key)
      throws IOException, InterruptedException {
    return run(to, events, connections, duration, Map.of("COUNT", "1", "KEY", key));
  }

  private static Wrk run(
      URI to, int events, int connections, String duration, Map<String, String> more)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                PROGRAM,
                "-t1",
                "-c" + connections,
                "-d" + duration,
                "--timeout=30s",
                "--latency",
                "-s",
                "src/test/resources/collect/post.lua",
                to.toString())
            .redirectErrorStream(true);
    builder.environment().put("EVENTS", Integer.toString(events));
    builder.environment().putAll(more);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out, process.waitFor(), is(0));
    return new Wrk(out);
  }

  /** Requests a second. */
  double rate() {
    Matcher rate = RATE.matcher(out);
    assertThat(out, rate.find(), is(true));
    return Double.parseDouble(rate.group(1));
  }

  /** Requests that were answered with 200 or 202. */
  long acknowledged() {
    return answers(1);
  }

  /** Requests that were answered with 429. */
  long later() {
    return answers(2);
  }

  /** Requests that were answered with 503. */
  long unavailable() {
    return answers(3);
  }

  /** Requests with another answer. */
  long other() {
    return answers(4);
  }

  private long answers(int group) {
    Matcher answers = ANSWERS.matcher(out);
    assertThat(out, answers.find(), is(true));
    return Long.parseLong(answers.group(group));
  }
}
