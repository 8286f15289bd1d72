package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a run resumes with is checked before it starts. One stream is killed; each test finds what
 * it left in the same place, because a checkpoint names its files by their place.
 */
class ResumeTest {
  private static final Path DEFINITION = GoldenSample.DEFINITION;

  @TempDir private static Path shared;

  private static Path folder;

  private static Path output() {
    return folder.resolve("out");
  }

  private static Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  @BeforeAll
  static void killAStream() throws Exception {
    copy(GoldenSample.INPUT, shared.resolve("in"));
    folder = Files.createDirectory(shared.resolve("run"));
    KilledStream stream =
        new KilledStream(
            folder,
            output(),
            Map.of(),
            List.of(
                "run",
                "--streaming",
                "--definition=" + DEFINITION,
                "--input=" + shared.resolve("in"),
                "--output=" + output(),
                "--maxBundleTimeMills=50",
                "--fileDelay=100ms",
                "--replayRate=150/s"),
            1);
    do {
      stream.kill(1, KilledStream.Aim.AIMED);
    } while (CommandRun.lines(output(), "events").isEmpty());
    copy(folder, shared.resolve("left"));
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : CommandRun.files(from)) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
    }
  }

  /** The leases of the killed process would last for two minutes. */
  @BeforeEach
  void putBack() throws IOException {
    DiskFolder.delete(folder);
    copy(shared.resolve("left"), folder);
    for (Path lease : CommandRun.files(output().resolve(".sessionbeam-temporary/leases"))) {
      Files.delete(lease);
    }
  }

  private CommandRun resume(Path definition, Path input, Path to, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--streaming",
                "--checkpoints=" + checkpoints(),
                "--resume",
                "--checkpointingInterval=500",
                "--maxBundleTimeMills=50",
                "--fileDelay=100ms"));
    flags.addAll(List.of(more));
    return CommandRun.run("FlinkRunner", definition, input, to, flags.toArray(new String[0]));
  }

  private CommandRun resume(Path definition) {
    return resume(definition, shared.resolve("in"), output());
  }

  private Path changed(String regex, String replacement) throws IOException {
    String former = Files.readString(DEFINITION);
    String now = former.replaceFirst(regex, replacement);
    assertThat("changed", now, is(not(former)));
    return Files.writeString(folder.resolve("changed.yaml"), now);
  }

  private CommandRun batch(Path to, String... more) {
    return CommandRun.run("FlinkRunner", DEFINITION, shared.resolve("in"), to, more);
  }

  /** All files and their sizes, except those of leases. */
  private Map<String, Long> everything() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    for (Path file : CommandRun.files(folder)) {
      if (!file.toString().contains("/leases/")) {
        files.put(folder.relativize(file).toString(), Files.size(file));
      }
    }
    return files;
  }

  private static void requireRefused(CommandRun run, String... parts) {
    assertThat(run.err(), run.status(), is(2));
    for (String part : parts) {
      assertThat(run.err(), containsString(part));
    }
    assertThat(run.err(), not(containsString("\tat ")));
  }

  /** Events without what a later definition may add, and without their sessions: each once. */
  private static List<String> events(Path results) throws IOException {
    return CommandRun.lines(results, "events").stream()
        .map(line -> line.replace("\"rules\":\"new\",", "").replaceFirst(",\"session_id\":.*", ""))
        .distinct()
        .sorted()
        .toList();
  }

  private void requireEachEventOnce(CommandRun run) throws IOException {
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.err(), not(containsString("Note: it is not known")));
    Path all = folder.resolve("all");
    assertThat(batch(all).status(), is(0));
    assertThat(events(output()), is(events(all)));
    assertThat(CommandRun.lines(output(), "late"), is(empty()));
    assertThat(
        "hidden files of a stream that has ended",
        CommandRun.files(output().resolve(".sessionbeam-temporary")),
        is(empty()));
  }

  @Test
  void anotherOutputIsRefused() throws IOException {
    Map<String, Long> before = everything();
    requireRefused(
        resume(DEFINITION, shared.resolve("in"), folder.resolve("other")),
        "--output: the run that is resumed writes to " + output() + "/",
        "is not in " + folder.resolve("other"),
        "give --output=" + output());
    assertThat(everything(), is(before));
  }

  /** The events of a stream are known by their machine, their time and their id. */
  @ParameterizedTest
  @CsvSource({
    "id: event_id, id: other, event.id was 'event_id'",
    "machine: machine_id, machine: build, event.machine was 'machine_id'",
    "'time: \\{field: timestamp', 'time: {field: other', event.time was 'timestamp'",
    "name: nitro, name: other, is of the pipeline 'nitro'"
  })
  void anotherFieldOfARoleIsRefused(String former, String now, String message) throws IOException {
    Map<String, Long> before = everything();
    Path definition = changed(former, now);
    requireRefused(resume(definition), message);
    Files.delete(definition);
    assertThat(everything(), is(before));
  }

  @Test
  void allDifferencesAreReportedAtOnce() throws IOException {
    Path definition = changed("id: event_id(?s:.*?)machine: machine_id", "id: i\n  machine: m");
    requireRefused(
        resume(definition, shared.resolve("in"), folder.resolve("other"), "--grouping=beam"),
        "event.id was",
        "event.machine was",
        "--grouping: the events in the checkpoint are grouped by packed",
        "--output: the run that is resumed writes to");
  }

  @Test
  void anotherKindOfInputIsRefused() throws IOException {
    requireRefused(
        resume(DEFINITION, shared.resolve("in"), output(), "--replay"),
        "--input: the run that is resumed reads files, and this one would read files of rejected");
  }

  @Test
  void anOutputThatABatchRunReplacedInBetweenIsRefused() throws IOException {
    CommandRun batch = batch(output(), "--overwrite");
    assertThat(batch.err(), batch.status(), is(0));
    Map<String, Long> before = everything();
    requireRefused(
        resume(DEFINITION),
        "--output: " + output() + "/ no longer holds what the run that is resumed has written");
    assertThat(everything(), is(before));
  }

  @Test
  void anOutputThatAnotherStreamReplacedInBetweenIsRefused() throws IOException {
    CommandRun stream = batch(output(), "--overwrite", "--streaming", "--fileDelay=100ms");
    assertThat(stream.err(), stream.status(), is(0));
    requireRefused(resume(DEFINITION), "no longer holds what the run that is resumed");
  }

  @Test
  void anOutputThatWasDeletedIsRefused() throws IOException {
    Files.move(output(), folder.resolve("away"));
    requireRefused(resume(DEFINITION), "no longer holds what the run that is resumed");
  }

  @Test
  void anOutputThatWasMovedAsAWholeIsTheSame() throws IOException {
    Path moved = Files.move(output(), folder.resolve("moved"));
    CommandRun run = resume(DEFINITION, shared.resolve("in"), moved);
    assertThat(run.err(), run.status(), is(0));
    Files.move(moved, output());
    requireEachEventOnce(run);
  }

  @Test
  void aBackfillOfDaysThatTheStreamCanNoLongerChangeIsAllowed() throws IOException {
    for (Path note : CommandRun.files(output().resolve(".sessionbeam-temporary/streams"))) {
      if (note.toString().endsWith(".json")) {
        String from = note.toString().replace(".json", ".from");
        Files.writeString(Path.of(from), "2017-01-02\n");
      }
    }
    CommandRun old = batch(output(), "--from=2017-01-01", "--to=2017-01-02", "--overwrite");
    assertThat(old.err(), old.status(), is(0));
    requireEachEventOnce(resume(DEFINITION));
  }

  @Test
  void aBackfillOfDaysThatTheStreamMayStillChangeIsRefused() throws IOException {
    CommandRun backfill = batch(output(), "--from=2017-02-05", "--to=2017-02-06", "--overwrite");
    assertThat(backfill.err(), backfill.status(), is(0));
    requireRefused(resume(DEFINITION), "no longer holds what the run that is resumed");
  }

  @ParameterizedTest
  @CsvSource({
    "gap: 30m, gap: 45m",
    "opening: action == 'start', opening: action == 'save'",
    "'enrich:\n', 'enrich:\n  rules: \"''new''\"\n'",
    "id: event_id, 'id:   event_id  # the same'"
  })
  void otherChangesOfTheDefinitionAreAllowedAndRight(String former, String now) throws IOException {
    requireEachEventOnce(resume(changed(former, now)));
  }

  @Test
  void aFileOfTheSameNameWithOtherContentIsRefused() throws IOException {
    Path in = folder.resolve("in");
    copy(shared.resolve("in"), in);
    Path file = in.resolve("part-001.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    bytes[20]++;
    Files.write(file, bytes);
    CommandRun run = resume(DEFINITION, in, output());
    assertThat(run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("sessionbeam: cannot read " + file + ": its first bytes are not those"),
            not(containsString("\tat "))));
    Files.copy(shared.resolve("in/part-001.jsonl"), file, StandardCopyOption.REPLACE_EXISTING);
    requireEachEventOnce(resume(DEFINITION, in, output()));
  }

  @Test
  void checkpointsOfAnEarlierVersionResumeWithANote() throws IOException {
    Path kept = checkpoints().resolve("stream.json");
    String run = Files.readString(kept).replaceFirst("(?s).*\"run\" : \"([0-9a-f]+)\".*", "$1");
    Files.writeString(checkpoints().resolve("run-id"), run + "\n");
    Files.delete(kept);
    for (Path note : CommandRun.files(output().resolve(".sessionbeam-temporary/streams"))) {
      Files.delete(note);
    }
    CommandRun resumed = resume(DEFINITION);
    assertThat(resumed.err(), resumed.status(), is(0));
    assertThat(resumed.err(), containsString("Note: it is not known what the run was"));
  }

  @Test
  void aDamagedDescriptionOfTheRunIsReported() throws IOException {
    Path kept = checkpoints().resolve("stream.json");
    cut(kept);
    requireRefused(resume(DEFINITION), "--checkpoints: cannot read", kept + " is damaged");
  }

  private Path latest() throws IOException {
    return Checkpoints.in(checkpoints()).latest().orElseThrow();
  }

  private static void cut(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() / 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "empty", "garbage", "newer"})
  void aCheckpointThatCannotBeReadIsNamed(String how) throws IOException {
    Path metadata = latest().resolve("_metadata");
    switch (how) {
      case "cut" -> cut(metadata);
      case "empty" -> Files.write(metadata, new byte[0]);
      case "garbage" -> Files.writeString(metadata, "{\"some\": \"thing else\"}\n");
      default -> {
        byte[] bytes = Files.readAllBytes(metadata);
        bytes[7] = 99;
        Files.write(metadata, bytes);
      }
    }
    Map<String, Long> before = everything();
    requireRefused(
        resume(DEFINITION),
        "--checkpoints: the last checkpoint, " + latest() + ", cannot be read: ",
        "No older checkpoint may take its place",
        "without --resume, with --overwrite");
    assertThat(everything(), is(before));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileOfStateThatIsGoneOrCutShortIsNamed(boolean gone) throws IOException {
    Path run = Objects.requireNonNull(latest().getParent());
    List<Path> states =
        CommandRun.files(run).stream().filter(file -> !file.endsWith("_metadata")).toList();
    assertThat(states, is(not(empty())));
    for (Path state : states) {
      if (gone) {
        Files.delete(state);
      } else {
        cut(state);
      }
    }
    requireRefused(
        resume(DEFINITION), "cannot be read: " + run, gone ? " is gone. " : " is cut short. ");
  }
}
