package dev.sessionbeam.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staged files are published once, even if they come again after a crash. */
class FilePublisherTest {
  private static final RunId RUN = new RunId("00000000000000ab");

  @TempDir private Path folder;

  @BeforeAll
  static void setUp() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  private OutputFolder output() {
    return OutputFolder.of(folder.toString());
  }

  /** Stages a file as FileIO does, and returns its name as FileIO reports it. */
  static String stage(OutputFolder output, int pane) throws IOException {
    String destination = StagedFile.destination(RUN, "events/date=2017-02-05");
    String file = output.staged() + StagedFile.name(destination, 1, pane, ".jsonl");
    Files.createDirectories(Path.of(file).getParent());
    Files.writeString(Path.of(file), "pane " + pane, UTF_8);
    return file;
  }

  private StagedFile staged(int pane) throws IOException {
    return StagedFile.of(output(), stage(output(), pane));
  }

  private void publish(StagedFile... files) throws IOException {
    new FilePublisher(output(), null).publish(List.of(files));
  }

  private Path published(int pane) {
    return folder.resolve(
        String.format(
            Locale.ROOT, "events/date=2017-02-05/part-00000000000000ab0001%012x.jsonl", pane));
  }

  @Test
  void aFileGetsTheNameOfItsRunShardAndPane() throws IOException {
    StagedFile file = staged(10);
    publish(file);
    assertThat(Files.readString(published(10)), is("pane 10"));
    assertThat(Files.exists(folder.resolve(file.staged(output()))), is(false));
    assertThat(OutputFolder.isOwn(folder.relativize(published(10)).toString()), is(true));
  }

  @Test
  void filesPublishedBeforeACrashStayAndOtherFilesFollow() throws IOException {
    StagedFile first = staged(1);
    StagedFile second = staged(2);
    publish(first);
    publish(first, second);
    publish(first, second);
    assertThat(Files.readString(published(1)), is("pane 1"));
    assertThat(Files.readString(published(2)), is("pane 2"));
  }

  @Test
  void aFileThatIsNeitherStagedNorPublishedFailsTheJobAndIsNamed() throws IOException {
    StagedFile lost = staged(3);
    Files.delete(folder.resolve(lost.staged(output())));
    LostFileException e =
        assertThrows(LostFileException.class, () -> publish(staged(4), lost, staged(5)));
    assertThat(
        e.getMessage(),
        allOf(
            containsString(lost.staged(output())),
            containsString(lost.relative()),
            containsString("--stagedRetention")));
  }

  @Test
  void aNameThatIsNotOfAStagedFileIsRejected() {
    assertThrows(
        IllegalArgumentException.class,
        () -> StagedFile.of(output(), folder.resolve("events/part-0").toString()));
  }

  private void settle(String day) throws IOException {
    DaySwitch.of(LocalDate.parse(day), 1, RUN, List.of()).write(output());
  }

  @Test
  void aFileOfASettledDayIsNotPublishedAndTheMessageNamesTheDay() throws IOException {
    settle("2017-02-05");
    StagedFile file = staged(1);
    IOException e = assertThrows(SettledDayException.class, () -> publish(file));
    assertThat(
        e.getMessage(),
        allOf(containsString("start on 2017-02-05"), containsString("older than the settling")));
    assertThat(Files.exists(published(1)), is(false));
    assertThat(Files.exists(folder.resolve(file.staged(output()))), is(true));
  }

  @Test
  void aFileThatARestartBringsBackIsNotPublishedToASettledDayEither() throws IOException {
    settle("2017-02-05");
    StagedFile file = staged(1);
    FilePublisher publisher = new FilePublisher(output(), null);
    assertThrows(SettledDayException.class, () -> publisher.publishAgain(List.of(file)));
  }

  @Test
  void otherDaysThanTheSettledOneGoOn() throws IOException {
    settle("2017-02-04");
    publish(staged(1));
    assertThat(Files.exists(published(1)), is(true));
  }

  @Test
  void filesOfADayThatWasSettledSinceAreNotMissing() throws IOException {
    RecentFiles files = new RecentFiles();
    files.add(staged(1).relative(), 1);
    assertThat(files.missing(output(), 2), hasSize(1));
    settle("2017-02-05");
    assertThat(files.missing(output(), 2), is(empty()));
  }
}
