package dev.sessionbeam.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.io.s3.S3ClientFactory;
import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.output.Written;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The next start finishes a swap that was stopped at any point, on a disk and on S3. */
class SwapTest {
  private static final String HIDDEN = ".sessionbeam-temporary/";
  private static final RunId RUN = new RunId("00000000000000ab");
  private static final String MANIFEST = HIDDEN + "swap_all.json";

  private static final Map<String, String> FOREIGN =
      Map.of(
          "notes.txt",
          "mine",
          "events/date=2017-02-05/x.csv",
          "mine",
          HIDDEN + "staged/part-1",
          "a stream's",
          HIDDEN + "2017-03-01_2017-03-02/events/date=2017-03-01/part-00000-of-00001.jsonl",
          "another range's");

  private static final Map<String, String> OLD =
      Map.of(
          "events/date=2017-02-05/part-00000-of-00001.jsonl", "old",
          "events/date=2017-02-06/hour=10/part-00001-of-00002.jsonl", "old",
          "sessions/date=2017-02-05/part-00000-of-00001.jsonl", "old",
          "invalid/date=2020-01-01/part-00000-of-00001.jsonl", "old",
          "_manifests/events.manifest", "old",
          "_manifests/invalid_2017-02-05_2017-02-06.manifest", "old",
          "_manifests/events_2017-02-06_2017-02-08.manifest", "old",
          "_summary.json", "old",
          "_summary_2017-02-05_2017-02-06.json", "old");

  private static final Map<String, String> NEW =
      Map.of(
          "events/date=2017-02-05/part-00000-of-00001.jsonl", "new",
          "events/date=2017-02-07/part-00000-of-00001.jsonl", "new",
          "sessions/date=2017-02-05/part-00000-of-00001.jsonl", "new");

  private static final AtomicInteger OUTPUTS = new AtomicInteger();

  @TempDir private static Path folder;
  private static S3Peer peer;

  /** The folder on the disk that has the output's files; for S3, this is a folder of the server. */
  private Path files = Path.of("");

  private String root = "";

  private final List<String> reported = new ArrayList<>();

  private enum Place {
    DISK,
    S3
  }

  @BeforeAll
  static void startTheServer() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
    S3StorageOptions options =
        PipelineOptionsFactory.fromArgs("--s3Endpoint=" + peer.endpoint())
            .as(S3StorageOptions.class);
    options.setS3ClientFactoryClass(S3ClientFactory.class);
    FileSystems.setDefaultPipelineOptions(options);
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    peer.close();
  }

  /** Returns an output with old results and with files that a swap must not touch. */
  private OutputFolder output(Place place) throws IOException {
    String name = "output-" + OUTPUTS.incrementAndGet();
    reported.clear();
    OutputFolder output;
    if (place == Place.DISK) {
      files = Files.createDirectory(folder.resolve(name));
      output = OutputFolder.of(files.toString());
    } else {
      files = peer.bucket(name).resolve("out");
      output = OutputFolder.of("s3://" + name + "/out");
    }
    write(output.root(), OLD);
    write(output.root(), FOREIGN);
    root = output.root();
    return output;
  }

  /** Writes through Beam, because the server cannot list copies of files put on its disk. */
  private static void write(String root, Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try (WritableByteChannel channel =
          FileSystems.create(id(root + text.getKey()), "application/octet-stream")) {
        channel.write(ByteBuffer.wrap(text.getValue().getBytes(UTF_8)));
      }
    }
  }

  private static ResourceId id(String name) {
    return FileSystems.matchNewResource(name, false);
  }

  private static StagedResults stage(OutputFolder output, Map<String, String> texts)
      throws IOException {
    StagedResults staged = StagedResults.of(output, null, RUN);
    write(staged.folder().root(), texts);
    write(staged.folder().temporary(), Map.of(".temp-beam-1/0", "half"));
    return staged;
  }

  private static Swap swap(OutputFolder output) throws IOException {
    return Swap.of(stage(output, NEW), ExistingOutput.in(output), "_summary.json", "new\n");
  }

  private Map<String, String> state() throws IOException {
    Map<String, String> state = new TreeMap<>();
    for (String file : Written.files(files)) {
      state.put(file, Files.readString(files.resolve(file)));
    }
    return state;
  }

  private static Map<String, String> foreignAnd(Map<String, String> results) {
    Map<String, String> all = new TreeMap<>(FOREIGN);
    all.putAll(results);
    return all;
  }

  private String manifest(String... names) {
    return Stream.of(names)
        .map(
            name ->
                "{\"url\":\""
                    + root
                    + name
                    + "\",\"mandatory\":true,\"meta\":{\"content_length\":3}}")
        .collect(Collectors.joining(",", "{\"entries\":[", "]}\n"));
  }

  private void requireNewResults() throws IOException {
    Map<String, String> expected = foreignAnd(NEW);
    expected.put("_summary.json", "new\n");
    expected.put(
        "_manifests/events.manifest",
        manifest(
            "events/date=2017-02-05/part-00000-of-00001.jsonl",
            "events/date=2017-02-07/part-00000-of-00001.jsonl"));
    expected.put(
        "_manifests/sessions.manifest",
        manifest("sessions/date=2017-02-05/part-00000-of-00001.jsonl"));
    assertThat(state(), is(expected));
  }

  private static void run(List<SwapSteps.Step> steps) throws IOException {
    for (SwapSteps.Step step : steps) {
      step.run();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aSwapReplacesOwnFilesAndNoOthers(Place place) throws IOException {
    OutputFolder output = output(place);
    Swap swap = swap(output);
    swap.commit();
    swap.finish();
    requireNewResults();
    assertThat(Files.exists(files.resolve("events/date=2017-02-06")), is(false));
    UnfinishedSwaps.finish(output, reported::add);
    assertThat(reported, is(empty()));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void theNextStartFinishesASwapStoppedAfterAnyStep(Place place) throws IOException {
    int steps = swap(output(place)).steps(1).size();
    for (int done = 0; done <= steps; done++) {
      OutputFolder output = output(place);
      Swap swap = swap(output);
      swap.commit();
      run(swap.steps(1).subList(0, done));
      UnfinishedSwaps.finish(output, reported::add);
      assertThat("a line, after " + done, reported, hasSize(done < steps ? 1 : 0));
      requireNewResults();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void eachNextStartThatIsStoppedTooGetsOneStepFurther(Place place) throws IOException {
    OutputFolder output = output(place);
    Swap swap = swap(output);
    swap.commit();
    int steps = swap.steps(1).size();
    int starts = 0;
    while (Files.exists(files.resolve(MANIFEST))) {
      starts++;
      assertThat("it ends", starts, lessThanOrEqualTo(steps));
      Swap next = Swap.begun(output, Files.readString(files.resolve(MANIFEST)));
      run(next.steps(1).subList(0, starts));
    }
    assertThat(starts, is(steps));
    requireNewResults();
  }

  /** On S3, a rename is a copy and then a deletion. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void theNextStartFinishesASwapStoppedBetweenCopyAndDeletion(Place place) throws IOException {
    for (String name : NEW.keySet()) {
      OutputFolder output = output(place);
      Swap swap = swap(output);
      swap.commit();
      StagedResults staged = StagedResults.of(output, null, RUN);
      FileSystems.copy(
          List.of(id(staged.folder().root() + name)), List.of(id(output.root() + name)));
      UnfinishedSwaps.finish(output, reported::add);
      requireNewResults();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void theOldResultsStayIfTheSwapStopsBeforeTheManifest(Place place) throws IOException {
    OutputFolder output = output(place);
    StagedResults staged = stage(output, NEW);
    UnfinishedSwaps.finish(output, reported::add);
    assertThat(reported, is(empty()));
    staged.clearLeftovers();
    assertThat(state(), is(foreignAnd(OLD)));
  }

  /** A start cannot distinguish the swap of a live run from that of a killed run. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void twoProcessesMayDoTheSameSwap(Place place) throws IOException {
    int steps = swap(output(place)).steps(1).size();
    for (int done = 0; done < steps; done++) {
      OutputFolder output = output(place);
      Swap swap = swap(output);
      swap.commit();
      run(swap.steps(1).subList(0, done));
      UnfinishedSwaps.finish(output, reported::add);
      swap.finish();
      requireNewResults();
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aStepRenamesTheFilesThatNoOtherProcessHasRenamed(Place place) throws IOException {
    OutputFolder output = output(place);
    Swap swap = swap(output);
    swap.commit();
    run(swap.steps(1).subList(0, 2));
    run(swap.steps(100));
    requireNewResults();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aLostNewFileIsAnErrorAndTheManifestStays(Place place) throws IOException {
    OutputFolder output = output(place);
    Swap swap = swap(output);
    swap.commit();
    String lost = "events/date=2017-02-07/part-00000-of-00001.jsonl";
    FileSystems.delete(List.of(id(StagedResults.of(output, null, RUN).folder().root() + lost)));
    IOException e =
        assertThrows(IOException.class, () -> UnfinishedSwaps.finish(output, reported::add));
    assertThat(
        e.getMessage(), containsString(lost + " is lost: it is neither staged nor published."));
    assertThat(reported, is(empty()));
    assertThat(Written.files(files), hasItem(MANIFEST));
    assertThat("old files stay", Written.files(files), hasItem(containsString("2017-02-06")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"version\":1",
        "{}",
        "{\"version\":2,\"staging\":\"all\",\"new_files\":[],\"old_files\":[],\"summary\":\"_summary.json\",\"summary_text\":\"\"}",
        "{\"version\":1,\"staging\":\"..\",\"new_files\":[],\"old_files\":[],\"summary\":\"_summary.json\",\"summary_text\":\"\"}",
        "{\"version\":1,\"staging\":\"all\",\"new_files\":[],\"old_files\":[\"notes.txt\"],\"summary\":\"_summary.json\",\"summary_text\":\"\"}",
        "{\"version\":1,\"staging\":\"all\",\"new_files\":[],\"old_files\":[\"../x\"],\"summary\":\"_summary.json\",\"summary_text\":\"\"}"
      })
  void anInvalidManifestIsAnErrorAndNothingIsChanged(String text) throws IOException {
    OutputFolder output = output(Place.DISK);
    write(output.root(), Map.of(MANIFEST, text));
    Map<String, String> before = state();
    IOException e =
        assertThrows(IOException.class, () -> UnfinishedSwaps.finish(output, reported::add));
    assertThat(e.getMessage(), containsString(output.root() + MANIFEST));
    assertThat(state(), is(before));
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void aRangeOfDaysReplacesItsDaysAndItsSummary(Place place) throws IOException {
    OutputFolder output = output(place);
    DateRange day = new DateRange(LocalDate.parse("2017-02-05"), LocalDate.parse("2017-02-06"));
    StagedResults staged = StagedResults.of(output, day, RUN);
    Map<String, String> results =
        Map.of("events/date=2017-02-05/part-00000-of-00001.jsonl", "of the day");
    write(staged.folder().root(), results);
    String summary = OutputFolder.summaryName(day);
    Swap.of(staged, ExistingOutput.in(output, day, "date"), summary, "of the day").commit();
    UnfinishedSwaps.finish(output, reported::add);
    assertThat(reported, hasItem(containsString(summary)));
    Map<String, String> expected = foreignAnd(OLD);
    expected.putAll(results);
    expected.put(summary, "of the day");
    expected.remove("sessions/date=2017-02-05/part-00000-of-00001.jsonl");
    // They name files of the day.
    expected.remove("_manifests/events.manifest");
    expected.remove("_manifests/invalid_2017-02-05_2017-02-06.manifest");
    expected.put(
        "_manifests/events_2017-02-05_2017-02-06.manifest",
        manifest("events/date=2017-02-05/part-00000-of-00001.jsonl").replace(":3}", ":10}"));
    assertThat(state(), is(expected));
  }

  /** Whatever step is the last one before somebody reads a manifest. */
  @ParameterizedTest
  @EnumSource
  void aManifestIsThereOnlyWhileAllItsFilesAre(Place place) throws IOException {
    OutputFolder output = output(place);
    Swap swap = swap(output);
    swap.commit();
    int seen = 0;
    for (SwapSteps.Step step : swap.steps(1)) {
      Map<String, String> before = state();
      for (Map.Entry<String, String> file : before.entrySet()) {
        if (!file.getKey().startsWith("_manifests/")) {
          continue;
        }
        if (file.getValue().equals("old")) {
          assertThat(before.get("events/date=2017-02-05/part-00000-of-00001.jsonl"), is("old"));
        } else {
          String dataset = file.getKey().contains("events") ? "events/" : "sessions/";
          NEW.forEach(
              (name, text) ->
                  assertThat(
                      before.get(name), is(name.startsWith(dataset) ? text : before.get(name))));
          seen++;
        }
      }
      step.run();
    }
    assertThat(seen, is(greaterThan(0)));
    requireNewResults();
  }

  @Test
  void theHiddenFolderIsDeletedIfNoOtherRunUsesIt() throws IOException {
    files = Files.createDirectory(folder.resolve("alone"));
    OutputFolder output = OutputFolder.of(files.toString());
    Swap swap = swap(output);
    swap.commit();
    swap.finish();
    assertThat(Files.exists(files.resolve(HIDDEN)), is(false));
    assertThat(Written.files(files), not(empty()));
  }

  @Test
  void theOldResultsStayIfTheManifestCannotBeWritten() throws IOException {
    OutputFolder output = output(Place.DISK);
    Swap swap = swap(output);
    Path inTheWay = Files.createDirectories(files.resolve(MANIFEST).resolve("x"));
    assertThrows(IOException.class, swap::commit);
    Files.delete(inTheWay);
    Files.delete(files.resolve(MANIFEST));
    StagedResults.of(output, null, RUN).clearLeftovers();
    assertThat(state(), is(foreignAnd(OLD)));
  }

  @Test
  void uploadsOfOtherRangesAndOfStreamsAreNotLeftovers() {
    OutputFolder output = OutputFolder.of("s3://bucket/out");
    StagedResults all = StagedResults.of(output, null, RUN);
    StagedResults day =
        StagedResults.of(
            output,
            new DateRange(LocalDate.parse("2017-02-05"), LocalDate.parse("2017-02-06")),
            RUN);
    String own = "events/date=2017-02-05/part-00000-of-00001.jsonl";
    String other = "events/date=2017-02-06/part-00000-of-00001.jsonl";
    for (String upload : List.of(own, other, "_summary.json", MANIFEST, HIDDEN + "all/" + own)) {
      assertThat(upload, all.isUpload(upload));
    }
    for (String upload :
        List.of(
            own, HIDDEN + "2017-02-05_2017-02-06/" + own, "_summary_2017-02-05_2017-02-06.json")) {
      assertThat(upload, day.isUpload(upload));
    }
    for (String upload :
        List.of("notes.txt", HIDDEN + "staged/x", HIDDEN + "2017-02-06_2017-02-07/x")) {
      assertThat(upload, !all.isUpload(upload) && !day.isUpload(upload));
    }
    for (String upload : List.of(other, "_summary.json", MANIFEST, HIDDEN + "all/" + own)) {
      assertThat(upload, !day.isUpload(upload));
    }
  }

  /** Another program may delete files as soon as they have their names. */
  @ParameterizedTest
  @EnumSource(Place.class)
  void newFilesThatAreGoneAfterTheSwapAreMissing(Place place) throws IOException {
    Swap swap = swap(output(place));
    swap.commit();
    swap.finish();
    assertThat(swap.missing(), is(empty()));
    Files.delete(files.resolve("events/date=2017-02-07/part-00000-of-00001.jsonl"));
    Files.delete(files.resolve("sessions/date=2017-02-05/part-00000-of-00001.jsonl"));
    assertThat(
        swap.missing(),
        is(
            List.of(
                new MissingFiles(
                    Dataset.EVENTS,
                    2,
                    1,
                    0,
                    "events/date=2017-02-07/part-00000-of-00001.jsonl",
                    "events/date=2017-02-07/part-00000-of-00001.jsonl"),
                new MissingFiles(
                    Dataset.SESSIONS,
                    1,
                    1,
                    0,
                    "sessions/date=2017-02-05/part-00000-of-00001.jsonl",
                    "sessions/date=2017-02-05/part-00000-of-00001.jsonl"))));
  }
}
