package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final String FIRST_JOB = "0".repeat(32);
  private static final String SECOND_JOB = "1".repeat(32);

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void resolveLinks() throws IOException {
    folder = temporary.toRealPath();
  }

  private Path checkpoint(String job, int number, long writtenAt) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(job).resolve("chk-" + number));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(writtenAt));
    return checkpoint;
  }

  @Test
  void thereIsNoneInAFolderWithoutACompleteOne() throws IOException {
    Files.createDirectories(folder.resolve(FIRST_JOB).resolve("chk-1"));
    assertThat(Checkpoints.in(folder).latest(), is(Optional.empty()));
    assertThat(Checkpoints.in(folder.resolve("missing")).latest(), is(Optional.empty()));
  }

  /** A kill may leave the one before half deleted, and a copy of a folder has its own times. */
  @Test
  void theLastOneOfAJobHasTheHighestNumberWhateverTheTimesOfTheFilesAre() throws IOException {
    checkpoint(FIRST_JOB, 3, 2_000);
    checkpoint(FIRST_JOB, 9, 2_000);
    Path last = checkpoint(FIRST_JOB, 10, 1_000);
    assertThat(Checkpoints.in(folder).latest(), is(Optional.of(last)));
  }

  @Test
  void theLastJobIsTheOneThatWroteLast() throws IOException {
    checkpoint(FIRST_JOB, 7, 1_000);
    Path last = checkpoint(SECOND_JOB, 1, 2_000);
    assertThat(Checkpoints.in(folder).latest(), is(Optional.of(last)));
  }
}
