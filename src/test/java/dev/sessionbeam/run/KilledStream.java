package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a stream of files in a process of its own, and kills it (-9) again and again. It resumes
 * from its checkpoints each time. The last process is not killed.
 */
final class KilledStream {
  /** How a process dies. */
  enum Aim {
    /** Right after a checkpoint is complete: the moment at which files are published. */
    AIMED,
    RANDOM
  }

  /** The time after a complete checkpoint in which the files that it holds are published. */
  private static final Duration WINDOW = Duration.ofMillis(80);

  private static final int LONGEST_LIFE_MILLIS = 3_000;

  private final Path folder;
  private final Path output;
  private final Path checkpoints;
  private final Map<String, String> environment;
  private final List<String> arguments;
  private final Random random;

  /** A digest of each file that readers saw, by the file's name. */
  private final Map<String, String> published = new TreeMap<>();

  private int attempts;
  private int hits;

  /**
   * Creates a stream, and does not start it.
   *
   * @param folder gets its checkpoints and logs
   * @param output the local folder that gets its files
   * @param arguments of {@code run}, without those for checkpoints
   */
  KilledStream(
      Path folder,
      Path output,
      Map<String, String> environment,
      List<String> arguments,
      long seed) {
    this.folder = folder;
    this.output = output;
    this.checkpoints = folder.resolve("checkpoints");
    this.environment = environment;
    this.arguments = new ArrayList<>(arguments);
    this.arguments.addAll(
        List.of("--checkpoints=" + checkpoints, "--resume", "--checkpointingInterval=500"));
    this.random = new Random(seed);
  }

  /** Starts it and kills it this many times. */
  void kill(int kills, Aim aim) throws Exception {
    for (int kill = 0; kill < kills; kill++) {
      Process process = start();
      try {
        kill(process, aim);
      } finally {
        process.destroyForcibly().waitFor();
      }
      requireThatNoFileHasChanged();
    }
  }

  /** Starts it and waits for its end. */
  void end() throws Exception {
    int status = start().waitFor();
    assertThat(log(), status, is(0));
    requireThatNoFileHasChanged();
  }

  /** Starts it, waits until it fails, and returns what it printed. */
  String fail() throws Exception {
    int status = start().waitFor();
    assertThat(log(), status, is(1));
    return log();
  }

  /** A reader does not read a file twice, so a file must not change. */
  private void requireThatNoFileHasChanged() throws Exception {
    Map<String, String> now = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      String name = output.relativize(file).toString();
      // The stream replaces the file with its progress as a whole.
      if (!name.startsWith(".") && !name.equals("_progress.json")) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        now.put(name, HexFormat.of().formatHex(digest));
      }
    }
    Set<Map.Entry<String, String>> changed = new HashSet<>(published.entrySet());
    changed.removeAll(now.entrySet());
    assertThat("published files that have changed or are gone", changed, is(empty()));
    published.putAll(now);
  }

  /** How many kills came in the time in which files are published. */
  int hits() {
    return hits;
  }

  private Process start() throws IOException {
    attempts++;
    return CommandRun.start(lastLog(), environment, arguments);
  }

  private Path lastLog() {
    return folder.resolve("log-" + attempts);
  }

  private String log() throws IOException {
    return Files.readString(lastLog());
  }

  private void kill(Process process, Aim aim) throws Exception {
    Set<Path> seen = complete();
    // The first one only shows that the job runs. From the second one on, files are published.
    awaitAnother(process, seen);
    if (aim == Aim.RANDOM) {
      process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
    } else {
      awaitAnother(process, seen);
      process.waitFor(random.nextInt((int) WINDOW.toMillis()), TimeUnit.MILLISECONDS);
    }
    assertThat("still runs when it is killed", process.isAlive(), is(true));
    long killed = System.currentTimeMillis();
    process.destroyForcibly().waitFor();
    for (Path metadata : complete()) {
      if (killed - Files.getLastModifiedTime(metadata).toMillis() <= WINDOW.toMillis()) {
        hits++;
        return;
      }
    }
  }

  private void awaitAnother(Process process, Set<Path> seen) throws Exception {
    Set<Path> found = complete();
    while (process.isAlive() && seen.containsAll(found)) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
      found = complete();
    }
    seen.addAll(found);
  }

  /** The checkpoints that are complete; Flink deletes old ones at any time. */
  private Set<Path> complete() throws IOException {
    Set<Path> complete = new HashSet<>();
    for (Path job : children(checkpoints)) {
      for (Path checkpoint : children(job)) {
        Path metadata = checkpoint.resolve("_metadata");
        if (Files.exists(metadata)) {
          complete.add(metadata);
        }
      }
    }
    return complete;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
