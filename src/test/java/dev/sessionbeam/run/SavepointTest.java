package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.io.ReadProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Later versions resume from the savepoints of earlier ones. See {@code
 * src/test/resources/savepoints/README.md}.
 */
class SavepointTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");
  private static final Path GOLDEN = Path.of("testdata/nitro/golden");
  private static final Path KEPT = Path.of("src/test/resources/savepoints");

  private static final String NEW_FIELD = "\"rules\":\"new\",";

  private static final int SAMPLE_RECORDS = 1_019;
  private static final int RECORDS_BEFORE_STOP = 300;

  private static final String OUTPUT = "output/";

  @TempDir private static Path shared;
  private static Path fresh;

  @TempDir private Path folder;

  @BeforeAll
  static void stop() throws Exception {
    Path input = Files.createDirectory(shared.resolve("in"));
    for (Path file : CommandRun.files(SAMPLE)) {
      Files.copy(file, input.resolve(file.getFileName()));
    }
    fresh = StoppedStream.savepoint(DEFINITION, input, RECORDS_BEFORE_STOP, shared);
    for (Path file : CommandRun.files(input)) {
      Files.delete(file);
    }
    String name = System.getProperty("savepoint.keep");
    if (name != null) {
      keep(fresh, shared.resolve("stopped"), KEPT.resolve(name + ".zip"));
    }
  }

  /** Stores a savepoint, and the output that holds the files that it names. */
  private static void keep(Path savepoint, Path output, Path archive) throws IOException {
    try (OutputStream file = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Path part : CommandRun.files(savepoint)) {
        zip.putNextEntry(new ZipEntry(part.getFileName().toString()));
        Files.copy(part, zip);
      }
      for (Path part : CommandRun.files(output)) {
        zip.putNextEntry(new ZipEntry(OUTPUT + output.relativize(part)));
        Files.copy(part, zip);
      }
    }
  }

  private Path checkpoints() throws IOException {
    return Files.createDirectories(folder.resolve("checkpoints/savepoint-1"));
  }

  private CommandRun resume(Path definition) {
    return CommandRun.run(
        "FlinkRunner",
        definition,
        SAMPLE,
        folder.resolve("out"),
        "--streaming",
        "--checkpoints=" + folder.resolve("checkpoints"),
        "--resume",
        "--checkpointingInterval=500",
        "--maxBundleTimeMills=100",
        "--fileDelay=300ms");
  }

  private void requireTheRestToBeRead(Path definition) {
    long before = ReadProgress.records();
    CommandRun run = resume(definition);
    assertThat(run.err(), run.status(), is(0));
    assertThat(
        ReadProgress.records() - before,
        allOf(greaterThan(0L), lessThan((long) SAMPLE_RECORDS - RECORDS_BEFORE_STOP + 1)));
  }

  private List<String> lines(String dataset) throws IOException {
    return CommandRun.lines(folder.resolve("out"), dataset);
  }

  private List<String> rejected() throws IOException {
    return lines("invalid").stream()
        .map(line -> line.replaceAll("\"source\":\\{[^}]*\\},", ""))
        .sorted()
        .toList();
  }

  /** Removes the messages, because another version may use other words. */
  private static List<String> withoutMessages(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("\"message\":\"[^\"]*\",", ""))
        .sorted()
        .toList();
  }

  private static List<String> golden(String dataset) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(dataset + ".jsonl")).stream().sorted().toList();
  }

  /**
   * Flink finds these classes by their names, and Java checks their versions. Their code may
   * change. The form of their bytes may change if they can still read the form of today. A further
   * class in a savepoint, such as a rule, would be one more class that must never change: find
   * another way.
   */
  @Test
  void theClassesInSavepointsStayAsTheyAre() throws IOException {
    assertThat(
        SavedClasses.in(fresh).stream().map(SavedClasses::form).toList(),
        is(SavedClasses.pinned("dev.sessionbeam.io.file.RecordedStream 1, [B share")));
  }

  static List<Path> kept() throws IOException {
    return CommandRun.files(KEPT).stream()
        .filter(file -> file.toString().endsWith(".zip"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("kept")
  void streamsResumedFromFormerVersionsWriteTheLinesOfBatch(Path archive) throws IOException {
    Path savepoint = checkpoints();
    try (InputStream file = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        Path to =
            part.getName().startsWith(OUTPUT)
                ? folder.resolve("out").resolve(part.getName().substring(OUTPUT.length()))
                : savepoint.resolve(part.getName());
        Files.createDirectories(to.getParent());
        Files.copy(zip, to);
      }
    }
    requireTheRestToBeRead(DEFINITION);
    assertThat(lines("events"), is(golden("events")));
    assertThat(lines("sessions"), is(golden("sessions")));
    assertThat(withoutMessages(rejected()), is(withoutMessages(golden("invalid"))));
    assertThat(lines("late"), is(empty()));
  }

  /** The input is in another folder, and the definition has changed in the meantime. */
  @Test
  void aResumedJobWorksByItsOwnRules() throws IOException {
    Path savepoint = checkpoints();
    for (Path part : CommandRun.files(fresh)) {
      Files.copy(part, savepoint.resolve(part.getFileName()));
    }
    for (Path part : CommandRun.files(shared.resolve("stopped"))) {
      Path to = folder.resolve("out").resolve(shared.resolve("stopped").relativize(part));
      Files.createDirectories(to.getParent());
      Files.copy(part, to);
    }
    Path changed = folder.resolve("changed.yaml");
    Files.writeString(
        changed,
        Files.readString(DEFINITION)
            .replaceFirst("\nenrich:\n", "\nenrich:\n  rules: \"'new'\"\n")
            .replaceFirst("\n  gap: 30m\n", "\n  gap: 20m\n"));
    requireTheRestToBeRead(changed);

    List<String> events = lines("events");
    assertThat(
        events.stream().filter(line -> line.contains(NEW_FIELD)).count(),
        allOf(greaterThan(0L), lessThan((long) events.size())));
    assertThat("none is lost or twice", eventsAlone(events), is(eventsAlone(golden("events"))));

    Path batch = folder.resolve("batch");
    assertThat(CommandRun.run("FlinkRunner", changed, SAMPLE, batch).status(), is(0));
    Set<String> byTheNewGap = new HashSet<>(CommandRun.lines(batch, "sessions"));
    byTheNewGap.removeAll(golden("sessions"));
    assertThat(lines("sessions").stream().filter(byTheNewGap::contains).count(), greaterThan(0L));
  }

  /** Events without the new field and without their sessions. */
  private static List<String> eventsAlone(List<String> lines) {
    return lines.stream()
        .map(line -> line.replace(NEW_FIELD, "").replaceFirst(",\"session_id\":.*", ""))
        .sorted()
        .toList();
  }
}
