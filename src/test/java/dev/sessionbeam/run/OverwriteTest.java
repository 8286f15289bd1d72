package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code run --overwrite} in a process of its own again and again ({@code kill -9}). Two
 * inputs take turns. After each kill, the output has the complete results of one of them.
 *
 * <p>{@code -Doverwrite.kills=N} sets the number of kills. {@code -Doverwrite.seed=N} kills at the
 * moments of an earlier run.
 */
class OverwriteTest {
  private static final int KILLS = Integer.getInteger("overwrite.kills", 3);
  private static final long SEED = Long.getLong("overwrite.seed", System.nanoTime() % 1_000_000);

  /** Further kills at the manifest if no kill has hit a swap: the machine may be busy. */
  private static final int FURTHER_KILLS = 5;

  private static final int DAYS = 80;
  private static final Path NITRO = Path.of("pipelines", "nitro.yaml");

  /** When a process was killed, seen from the swap. The output shows it. */
  private enum Hit {
    BEFORE,
    DURING,
    AFTER
  }

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Map<Hit, Integer> hits = new EnumMap<>(Hit.class);
  private final List<Path> inputs = new ArrayList<>();

  /** The results of each input: the lines of each file. */
  private final List<Map<String, List<String>>> results = new ArrayList<>();

  private Path output = Path.of("");

  /** The input whose results the output has. */
  private int current;

  /** The time from the start of a process to its manifest. */
  private Duration untilManifest = Duration.ofSeconds(5);

  @BeforeEach
  void computeTheResultsOfTwoInputs() throws IOException {
    output = folder.resolve("out");
    for (int i = 0; i < 2; i++) {
      inputs.add(Files.createDirectory(folder.resolve("raw-" + i)));
      Path whole = i == 0 ? output : folder.resolve("whole");
      // The inputs share some days, and their results share some names of files.
      write(inputs.get(i), Instant.parse("2017-01-01T10:00:00Z").plus(Duration.ofDays(i * 30L)));
      CommandRun run =
          CommandRun.of(arguments(inputs.get(i), whole, List.of()).toArray(new String[0]));
      assertThat(run.err(), run.status(), is(0));
      results.add(lines(whole));
    }
  }

  private static void write(Path input, Instant first) throws IOException {
    List<String> records = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      long millis = first.plus(Duration.ofDays(day)).toEpochMilli();
      for (String action : List.of("start", "view")) {
        records.add(
            String.format(
                Locale.ROOT,
                "{\"event_id\":\"%s\",\"timestamp\":%d,\"action\":\"%s\",\"machine_id\":\"m\",\"build\":\"11.0.3\"}",
                action,
                millis,
                action));
      }
    }
    Files.write(input.resolve("a.jsonl"), records);
  }

  private static List<String> arguments(Path input, Path output, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--definition=" + NITRO,
                "--input=" + input,
                "--output=" + output,
                "--compression=none",
                "--filesPerPartition=1"));
    arguments.addAll(more);
    return arguments;
  }

  /**
   * The lines of every file, by its name, without the files in the hidden folder and the manifests,
   * which name the folder.
   */
  private static Map<String, List<String>> lines(Path output) throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    for (Map.Entry<String, String> file : bytes(output).entrySet()) {
      lines.put(file.getKey(), file.getValue().lines().sorted().toList());
    }
    return lines;
  }

  private static Map<String, String> bytes(Path output) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    for (Path file : CommandRun.files(output)) {
      String name = output.relativize(file).toString();
      if (!name.startsWith(".sessionbeam-temporary") && !name.startsWith("_manifests/")) {
        bytes.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return bytes;
  }

  @Test
  void killedAtAnyMomentTheOutputHasTheOldResultsOrTheNewOnes() throws Exception {
    int kills = 0;
    while (kills < KILLS) {
      switch (kills % 3) {
        case 0 -> killAtTheManifest();
        case 1 -> killAnywhere();
        default -> killAtTheFirstStagedFile();
      }
      kills++;
    }
    while (!hits.containsKey(Hit.DURING) && kills < KILLS + FURTHER_KILLS) {
      killAtTheManifest();
      kills++;
    }
    System.out.printf(
        Locale.ROOT, "overwrite.seed=%d: %d kills, seen from the swap: %s%n", SEED, kills, hits);
    assertThat("kills during a swap", hits.getOrDefault(Hit.DURING, 0), greaterThan(0));
    requireThatTheNextRunReplacesThem();
  }

  /** Kills at once when the manifest is there, or some milliseconds later. */
  private void killAtTheManifest() throws Exception {
    long nanos = TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)) * random.nextInt(2);
    kill(
        process -> {
          long start = System.nanoTime();
          spin(process, () -> Files.exists(manifest()));
          long seen = System.nanoTime();
          untilManifest = Duration.ofNanos(seen - start);
          spin(process, () -> System.nanoTime() - seen >= nanos);
        });
  }

  private void killAtTheFirstStagedFile() throws Exception {
    Path all = output.resolve(".sessionbeam-temporary/all");
    kill(process -> spin(process, () -> holdsSessions(all)));
  }

  /** Whether any run has staged sessions in a folder of staged results. */
  private static boolean holdsSessions(Path staged) {
    try (Stream<Path> runs = Files.list(staged)) {
      return runs.anyMatch(run -> Files.exists(run.resolve("sessions")));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAnywhere() throws Exception {
    long nanos = (long) (random.nextDouble() * 1.1 * untilManifest.toNanos());
    kill(
        process -> {
          boolean unused = process.waitFor(nanos, TimeUnit.NANOSECONDS);
        });
  }

  private Path manifest() {
    return output.resolve(".sessionbeam-temporary/swap_all.json");
  }

  private static void spin(Process process, BooleanSupplier until) {
    while (process.isAlive() && !until.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  /** Waits for the moment to kill a process. */
  private interface Moment {
    void await(Process process) throws InterruptedException;
  }

  private void kill(Moment moment) throws Exception {
    int next = 1 - current;
    Map<String, String> before = bytes(output);
    Path log = folder.resolve("log");
    Process process =
        CommandRun.start(
            log, Map.of(), arguments(inputs.get(next), output, List.of("--overwrite")));
    try {
      moment.await(process);
    } finally {
      process.destroyForcibly();
    }
    int status = process.waitFor();
    if (Files.exists(manifest())) {
      hits.merge(Hit.DURING, 1, Integer::sum);
      requireThatTheNextStartFinishes();
      current = next;
    } else if (status != 0 && bytes(output).equals(before)) {
      hits.merge(Hit.BEFORE, 1, Integer::sum);
      return;
    } else {
      hits.merge(Hit.AFTER, 1, Integer::sum);
      current = next;
    }
    assertThat(Files.readString(log), lines(output), is(results.get(current)));
  }

  /** Starts a run without the flag: it finishes the swap, and rejects the output as not empty. */
  private void requireThatTheNextStartFinishes() {
    CommandRun start =
        CommandRun.of(arguments(inputs.get(0), output, List.of()).toArray(new String[0]));
    assertThat(start.status(), is(2));
    assertThat(
        start.err(), containsString("An earlier run was stopped while it published its results"));
    assertThat(start.err(), containsString("is not empty"));
    assertThat(Files.exists(manifest()), is(false));
  }

  private void requireThatTheNextRunReplacesThem() throws IOException {
    int next = 1 - current;
    CommandRun run =
        CommandRun.of(
            arguments(inputs.get(next), output, List.of("--overwrite")).toArray(new String[0]));
    assertThat(run.err(), run.status(), is(0));
    assertThat(lines(output), is(results.get(next)));
    assertThat(Files.exists(output.resolve(".sessionbeam-temporary")), is(false));
  }
}
