package dev.sessionbeam.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks again and again which files of sessions are there, and when each session was first seen.
 */
final class SessionFiles implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long POLL_MILLIS = 10;

  private final Path folder;
  private final Set<Path> files = new HashSet<>();
  private final Map<String, Line> lines = new HashMap<>();
  private final CompletableFuture<Void> failed = new CompletableFuture<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  /**
   * The first line of a session. All instants are milliseconds since the epoch.
   *
   * @param ended the instant of the session's last event
   * @param written when the file was complete; it then waited for its final name
   * @param seen when the file was there
   */
  record Line(long ended, long written, long seen) {}

  private SessionFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts to look.
   *
   * @param output the output of a run, with or without files; not compressed
   */
  static SessionFiles in(Path output) {
    SessionFiles files = new SessionFiles(output.resolve("sessions"));
    var unused =
        files.thread.scheduleWithFixedDelay(
            files::look, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return files;
  }

  /** Returns the first line of each session by its id, so far. */
  synchronized Map<String, Line> lines() {
    if (failed.isCompletedExceptionally()) {
      failed.join();
    }
    return Map.copyOf(lines);
  }

  private synchronized void look() {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> found = Files.walk(folder)) {
          long seen = System.currentTimeMillis();
          for (Path file : found.filter(Files::isRegularFile).toList()) {
            if (files.add(file)) {
              read(file, seen);
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      failed.completeExceptionally(e);
      thread.shutdown();
    }
  }

  private void read(Path file, long seen) throws IOException {
    // A file keeps this time when it gets its final name.
    long written = Files.getLastModifiedTime(file).toMillis();
    for (String text : Files.readAllLines(file)) {
      JsonNode line = JSON.readTree(text);
      long ended = Instant.parse(line.path("session_end").asText()).toEpochMilli();
      lines.putIfAbsent(line.path("session_id").asText(), new Line(ended, written, seen));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
