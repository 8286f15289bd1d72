package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stream resumes from a savepoint with another gap and loses no event. If Beam groups its events,
 * it fails with a message.
 */
class ChangedGapTest {
  private static final Path DEFINITION = GoldenSample.DEFINITION;
  private static final int RECORDS_BEFORE_STOP = 300;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"45m", "20m"})
  void eachEventIsInASession(String gap) throws Exception {
    CommandRun resumed = resume("packed", gap);
    assertThat(resumed.err(), resumed.status(), is(0));
    Path batch = folder.resolve("batch");
    CommandRun all = CommandRun.run("FlinkRunner", DEFINITION, folder.resolve("in"), batch);
    assertThat(all.err(), all.status(), is(0));
    Path output = folder.resolve("stopped");
    assertThat(CommandRun.lines(output, "late"), is(empty()));
    assertThat(withoutSessions(output), is(withoutSessions(batch)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"45m", "20m"})
  void groupedByBeamItFailsWithAMessage(String gap) throws Exception {
    CommandRun resumed = resume("beam", gap);
    assertThat(resumed.status(), is(1));
    assertThat(
        resumed.err(), containsString("sessionbeam: the checkpoint has windows with a gap of"));
  }

  private CommandRun resume(String grouping, String gap) throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    for (Path file : CommandRun.files(GoldenSample.INPUT)) {
      Files.copy(file, in.resolve(file.getFileName()));
    }
    Path savepoint =
        StoppedStream.savepoint(
            DEFINITION, in, RECORDS_BEFORE_STOP, folder, "--grouping=" + grouping);
    Path checkpoints = Files.createDirectories(folder.resolve("resume/savepoint-1"));
    for (Path part : CommandRun.files(savepoint)) {
      Files.copy(part, checkpoints.resolve(part.getFileName()));
    }
    Path changed = folder.resolve("changed.yaml");
    Files.writeString(
        changed,
        Files.readString(DEFINITION).replaceFirst("\n  gap: 30m\n", "\n  gap: " + gap + "\n"));
    return CommandRun.run(
        "FlinkRunner",
        changed,
        in,
        folder.resolve("stopped"),
        "--streaming",
        "--grouping=" + grouping,
        "--checkpoints=" + folder.resolve("resume"),
        "--resume",
        "--checkpointingInterval=500",
        "--maxBundleTimeMills=100",
        "--fileDelay=300ms");
  }

  /** Each event once: those of a revised session are written again. */
  private static List<String> withoutSessions(Path output) throws IOException {
    return CommandRun.lines(output, "events").stream()
        .map(line -> line.replaceFirst(",\"session_id\":.*", ""))
        .distinct()
        .sorted()
        .toList();
  }
}
