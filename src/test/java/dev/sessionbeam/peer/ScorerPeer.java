package dev.sessionbeam.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The example {@code docs/examples/Scorer.java}, on a free port, in a process of its own: a live
 * copy of the current sessions.
 */
public final class ScorerPeer implements AutoCloseable {
  private static final String PORT = "listening on port ";

  private final Process process;
  private final Path file;
  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  private ScorerPeer(Process process, Path file, int port) {
    this.process = process;
    this.file = file;
    this.endpoint = URI.create("http://127.0.0.1:" + port + "/");
  }

  /**
   * Starts the program and waits until it takes requests.
   *
   * @param folder for its log and for the file that it writes at its end; it is created
   */
  public static ScorerPeer start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("scores.jsonl");
    Path log = folder.resolve("scorer.log");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "docs/examples/Scorer.java",
                "0",
                file.toString())
            .redirectError(log.toFile())
            .start();
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(PORT)) {
      process.destroyForcibly();
      throw new IOException("the scorer did not start: " + Files.readString(log));
    }
    return new ScorerPeer(process, file, Integer.parseInt(line.substring(PORT.length())));
  }

  /** Where it takes sessions. */
  public URI endpoint() {
    return endpoint;
  }

  /** Sends it a line, and returns the status of its answer. */
  public int post(String line) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(endpoint)
            .POST(HttpRequest.BodyPublishers.ofString(line))
            .build())
        .statusCode();
  }

  /** Returns the scores of the sessions that it takes for current. */
  public List<String> scores() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(endpoint.resolve("/scores")).build())
        .body()
        .lines()
        .toList();
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it as a user does, and returns the scores that it wrote at its end. */
  public List<String> end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("the scorer does not end");
    }
    return Files.readAllLines(file);
  }

  /** Ends it, if it runs. The scores stay in the folder. */
  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .orTimeout(1, TimeUnit.MINUTES)
        .exceptionally(late -> process.destroyForcibly())
        .join();
  }
}
