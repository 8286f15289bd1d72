package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Staged files are deleted when their run has ended, or when they are old. Other staged files stay,
 * because a checkpoint may name them.
 */
class StagedFilesTest {
  private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
  private static final RunId RUN = new RunId("000000000000000a");
  private static final RunId OTHER = new RunId("000000000000000b");

  @TempDir private Path folder;

  @BeforeAll
  static void setUp() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  private OutputFolder output() {
    return OutputFolder.of(folder.toString());
  }

  private void stage(RunId run, String name, int daysAgo) throws IOException {
    Path file = Path.of(StagedFile.folder(output(), run) + name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(daysAgo))));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(path -> !path.equals(folder))
          .filter(path -> Files.isRegularFile(path) || isEmpty(path))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  private static boolean isEmpty(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && names.length == 0;
  }

  @Test
  void theEndOfARunDeletesAllFilesOfItsAttemptsAndNoOthers() throws IOException {
    stage(RUN, "events/date=2017-02-05/part-1", 0);
    stage(RUN, ".temp-beam-1/2", 0);
    stage(OTHER, "events/date=2017-02-05/part-1", 0);
    StagedFiles.in(output()).delete(RUN);
    assertThat(
        left(),
        is(
            List.of(
                ".sessionbeam-temporary/staged/000000000000000b/events/date=2017-02-05/part-1")));
    StagedFiles.in(output()).delete(OTHER);
    assertThat(left(), is(List.of()));
  }

  @Test
  void filesOfARunThatNeverEndedAreDeletedWhenTheNewestIsTooOld() throws IOException {
    stage(RUN, "events/part-1", 30);
    stage(RUN, "events/part-2", 6);
    stage(OTHER, "events/part-1", 8);
    StagedFiles.in(output()).deleteOlderThan(Duration.ofDays(7), NOW);
    assertThat(
        left(),
        is(
            List.of(
                ".sessionbeam-temporary/staged/000000000000000a/events/part-1",
                ".sessionbeam-temporary/staged/000000000000000a/events/part-2")));
  }

  @Test
  void withoutStagedFilesNothingHappens() throws IOException {
    StagedFiles.in(output()).delete(RUN);
    StagedFiles.in(output()).deleteOlderThan(Duration.ofDays(7), NOW);
    assertThat(left(), is(List.of()));
  }

  @Test
  void overwritingKeepsStagedFilesOfOtherRuns() throws IOException {
    stage(OTHER, "events/part-1", 0);
    ExistingOutput.in(output()).deleteOwn();
    assertThat(left(), is(List.of(".sessionbeam-temporary/staged/000000000000000b/events/part-1")));
  }
}
