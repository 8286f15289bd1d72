package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.io.ReadProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder for checkpoints that cannot be written to is found before anything is read. */
class CheckpointFolderTest {
  @TempDir private Path folder;

  /** A test may run as root, who may write everywhere but where no folder can be. */
  @ParameterizedTest
  @CsvSource({
    "file, false, file is a file: give a folder",
    "file, true, file is a file: give a folder",
    "file/below, false, cannot write to",
    "file/below, true, cannot write to",
    "link, false, cannot write to",
  })
  void aFolderThatCannotBeIsReported(String name, boolean resume, String message)
      throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file/nowhere"));
    List<String> more = new ArrayList<>(List.of("--streaming"));
    more.add("--checkpoints=" + folder.resolve(name));
    if (resume) {
      more.add("--resume");
    }
    requireRefused(more, message);
  }

  /** Nothing can be made there, whoever asks. */
  @Test
  void aFolderThatTakesNoFilesIsReported() throws IOException {
    requireRefused(
        List.of("--streaming", "--checkpoints=/proc/self"), "cannot write to /proc/self");
  }

  private void requireRefused(List<String> more, String message) throws IOException {
    long read = ReadProgress.records();
    CommandRun run =
        CommandRun.run(
            "FlinkRunner",
            GoldenSample.DEFINITION,
            GoldenSample.INPUT,
            folder.resolve("out"),
            more.toArray(new String[0]));
    assertThat(run.err(), run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("sessionbeam: --checkpoints: "),
            containsString(message),
            not(containsString("which is missing")),
            not(containsString("\tat "))));
    assertThat(ReadProgress.records(), is(read));
    assertThat(CommandRun.files(folder.resolve("out")), is(empty()));
  }

  /** The folder becomes a file while the stream runs, in one step: it is a link. */
  @Test
  void aCheckpointThatCannotBeWrittenEndsTheRunWithItsFolder() throws Exception {
    Path checkpoints =
        Files.createSymbolicLink(
            folder.resolve("checkpoints"), Files.createDirectory(folder.resolve("real")));
    Path file = Files.writeString(folder.resolve("file"), "");
    Path log = folder.resolve("log");
    Process process =
        CommandRun.start(
            log,
            Map.of(),
            List.of(
                "run",
                "--streaming",
                "--definition=" + GoldenSample.DEFINITION,
                "--input=" + GoldenSample.INPUT,
                "--output=" + folder.resolve("out"),
                "--checkpoints=" + checkpoints,
                "--checkpointingInterval=300",
                "--replayRate=20/s"));
    try {
      while (process.isAlive() && Checkpoints.in(checkpoints).latest().isEmpty()) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      Files.move(file, checkpoints, StandardCopyOption.ATOMIC_MOVE);
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    String err = Files.readString(log);
    assertThat(err, process.exitValue(), is(1));
    assertThat(
        err,
        allOf(
            containsString(
                "sessionbeam: a checkpoint could not be written to " + checkpoints + ": "),
            not(containsString("\tat "))));
  }
}
