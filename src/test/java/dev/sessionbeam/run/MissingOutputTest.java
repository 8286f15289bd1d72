package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.Relay;
import dev.sessionbeam.peer.S3Peer;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run fails if files that it wrote are missing at its end, on a disk and on S3. */
class MissingOutputTest {
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");
  private static final String DEFINITION = "--definition=pipelines/nitro.yaml";
  private static final AtomicInteger OUTPUTS = new AtomicInteger();

  @TempDir private static Path folder;
  private static S3Peer peer;

  private enum Place {
    DISK,
    S3
  }

  /** An output, and the folder on a disk that has its files. */
  private record Output(String name, Path files) {
    String[] flags(Path input, String... more) {
      return flags(peer.endpoint(), input, more);
    }

    String[] flags(URI endpoint, Path input, String... more) {
      List<String> flags =
          new ArrayList<>(List.of("run", DEFINITION, "--input=" + input, "--output=" + name));
      if (name.startsWith("s3:")) {
        flags.add("--s3Endpoint=" + endpoint);
      }
      flags.addAll(List.of(more));
      return flags.toArray(new String[0]);
    }

    JsonNode summary(String file) throws IOException {
      return new ObjectMapper().readTree(Files.readString(files.resolve(file)));
    }

    void delete(String part) throws IOException {
      for (Path file : CommandRun.files(files.resolve(part))) {
        Files.deleteIfExists(file);
      }
    }
  }

  @BeforeAll
  static void startTheServer() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    peer.close();
  }

  private static Output output(Place place) throws IOException {
    String name = "output-" + OUTPUTS.incrementAndGet();
    if (place == Place.S3) {
      return new Output("s3://" + name + "/out", peer.bucket(name).resolve("out"));
    }
    return new Output(folder.resolve(name).toString(), folder.resolve(name));
  }

  /** The files of events with their final names; none if one just gets its name. */
  private static Set<Path> published(Output output) throws IOException {
    try {
      return CommandRun.files(output.files().resolve("events")).stream()
          .filter(file -> file.toString().endsWith(".gz"))
          .collect(Collectors.toSet());
    } catch (UncheckedIOException e) {
      return Set.of();
    }
  }

  /**
   * A file of events whose sessions end one after another, so that a stream writes all the time.
   */
  private static Path shortSessions() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      events.add(
          String.format(
              Locale.ROOT,
              "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"m%d\",\"build\":\"11.0.3\"}",
              i,
              1_486_285_200_000L + i * 20_000L,
              i / 100));
    }
    try {
      return Files.write(folder.resolve("short-sessions.jsonl"), events);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes files of an output. */
  @FunctionalInterface
  private interface Deletion {
    void delete(Set<Path> files) throws IOException;
  }

  /**
   * Deletes the first events that the run publishes, long before it has read all: once there are
   * more files, because a file that goes missing while it gets its name gets it again.
   */
  private static CommandRun streamWhoseEventsAreDeleted(Output output, Deletion deletion)
      throws Exception {
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () ->
                CommandRun.of(
                    output.flags(
                        shortSessions(),
                        "--streaming",
                        "--replayRate=200/s",
                        "--maxDisorder=1s",
                        "--checkpointingInterval=500",
                        "--maxBundleTimeMills=100",
                        "--fileDelay=300ms")));
    Set<Path> first = published(output);
    while (first.isEmpty() || published(output).size() < first.size() + 10) {
      try {
        CommandRun ended = running.get(20, TimeUnit.MILLISECONDS);
        throw new AssertionError("the run ended before it published so many files: " + ended);
      } catch (TimeoutException e) {
        // It still runs.
      }
      first = first.isEmpty() ? published(output) : first;
    }
    deletion.delete(first);
    assertThat("still runs", running.isDone(), is(false));
    return running.get();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aStreamWhoseEventsAreDeletedFails(Place place) throws Exception {
    Output output = output(place);
    CommandRun run =
        streamWhoseEventsAreDeleted(
            output,
            files -> {
              for (Path file : files) {
                Files.delete(file);
              }
            });
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err().replaceAll("(?s).*(sessionbeam: )", "$1").strip(),
        matchesPattern(
            "sessionbeam: [\\d,]+ of the [\\d,]+ files \\([\\d,]+ of [\\d,]+ lines\\) that this run"
                + " wrote to \\Q"
                + output.name()
                + "/events/\\E are missing, for example \\Q"
                + output.name()
                + "\\E/events/date=\\S+\\. Something else deleted .* Compute the days again from the"
                + " raw records: ./sessionbeam run \\Q"
                + DEFINITION
                + " --input="
                + folder.resolve("short-sessions.jsonl")
                + " --output="
                + output.name()
                + "\\E --overwrite --from=2017-\\S+ --to=2017-\\S+"));
    assertThat(run.out(), containsString("FILES THAT THIS RUN WROTE ARE MISSING."));
    assertThat(run.out(), not(containsString("adds up")));
    JsonNode summary = output.summary("_summary.json");
    assertThat(summary.get("adds_up").booleanValue(), is(false));
    JsonNode events = summary.get("missing_files").get(0);
    assertThat(events.get("dataset").textValue(), is("events"));
    assertThat(
        "the lines there and the missing ones",
        CommandRun.lines(output.files(), "events").size() + events.get("lines_missing").intValue(),
        is(summary.get("lines_in_all").get("events").intValue()));
  }

  @Test
  void aStreamWhoseWholeOutputIsDeletedFails() throws Exception {
    Output output = output(Place.DISK);
    CommandRun run =
        streamWhoseEventsAreDeleted(
            output, files -> Files.move(output.files(), output.files().resolveSibling("deleted")));
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("something deleted that file or the whole output"),
            containsString("To begin again, give --overwrite."),
            not(containsString("Nothing was written"))));
    assertThat(run.out(), not(containsString("adds up")));
  }

  /** The files are gone when the job has ended, and before they get their names. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void aBatchRunWhoseStagedFilesAreDeletedPublishesNothing(Place place) throws IOException {
    Output output = output(place);
    CommandRun former = CommandRun.of(output.flags(SAMPLE));
    assertThat(former.err(), former.status(), is(0));
    List<Path> before = CommandRun.files(output.files());
    CommandRun run =
        CommandRun.whenItPrints(
            "records",
            () -> deleteAny(output.files().resolve(".sessionbeam-temporary/all"), "sessions/"),
            output.flags(SAMPLE, "--overwrite"));
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("that this run wrote to " + output.name() + "/sessions/ are missing"),
            containsString("Nothing was published.")));
    assertThat(run.out(), containsString("FILES THAT THIS RUN WROTE ARE MISSING."));
    assertThat(CommandRun.files(output.files()), is(before));
  }

  private static void deleteAny(Path in, String part) throws IOException {
    for (Path file : CommandRun.files(in)) {
      if (file.toString().contains(part)) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Test
  void aBackfillWhoseStagedFilesAreDeletedPublishesNothing() throws IOException {
    Output output = output(Place.DISK);
    CommandRun run =
        CommandRun.whenItPrints(
            "records",
            () ->
                deleteFolder(
                    output.files().resolve(".sessionbeam-temporary/2017-02-05_2017-02-06")),
            output.flags(SAMPLE, "--from=2017-02-05", "--to=2017-02-06"));
    assertThat(run.err(), run.status(), is(1));
    assertThat(run.err(), containsString(output.name() + "/events/ are missing, and "));
    assertThat(CommandRun.lines(output.files(), "events"), is(empty()));
    assertThat(
        Files.exists(output.files().resolve("_summary_2017-02-05_2017-02-06.json")), is(false));
  }

  private static void deleteFolder(Path deleted) throws IOException {
    if (Files.exists(deleted)) {
      DiskFolder.delete(deleted);
    }
  }

  /** The summary is written when all files have their names; then the server loses one dataset. */
  @ParameterizedTest
  @EnumSource(Mode.class)
  void aSwapAfterWhichFilesAreMissingFails(Mode mode) throws IOException {
    Output output = output(Place.S3);
    try (Relay relay = Relay.to(peer.port())) {
      relay.refuse(
          head -> {
            if (head.startsWith("PUT ") && head.contains("/out/" + mode.summary)) {
              try {
                output.delete("events");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
            return false;
          },
          500,
          "NotRefused");
      CommandRun run =
          CommandRun.of(output.flags(relay.endpoint(), SAMPLE, mode.flags.split(" ", -1)));
      assertThat(run.err(), run.status(), is(1));
      assertThat(
          run.err(),
          allOf(
              containsString("that this run wrote to " + output.name() + "/events/ are missing"),
              containsString("Then run the same command again with --overwrite")));
      assertThat(run.out(), containsString("FILES THAT THIS RUN WROTE ARE MISSING."));
      assertThat(run.out(), not(containsString("adds up")));
    }
    JsonNode summary = output.summary(mode.summary);
    assertThat(summary.get("adds_up").booleanValue(), is(false));
    assertThat(
        summary.get("missing_files").get(0).get("lines_missing"),
        is(summary.get("events_written")));
  }

  private enum Mode {
    BATCH("_summary.json", "--parallelism=1"),
    BACKFILL("_summary_2017-02-05_2017-02-06.json", "--from=2017-02-05 --to=2017-02-06");

    private final String summary;
    private final String flags;

    Mode(String summary, String flags) {
      this.summary = summary;
      this.flags = flags;
    }
  }
}
