package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A disk that is full: the message names the folder, because the operating system does not. */
class FullDiskTest {
  @TempDir private Path folder;

  private String explained(Exception e, String... args) {
    CommandLine command = new CommandLine(CommandSpec.create());
    command.addSubcommand("run", RunCommand.commandLine());
    StringWriter err = new StringWriter();
    command.setErr(new PrintWriter(err));
    assertThat(Failures.explain(e, command, command.parseArgs(args)), is(1));
    return err.toString();
  }

  @Test
  void theFoldersThatTheRunWritesToAreNamed() {
    IOException full = new IOException("No space left on device");
    String message =
        explained(
            new IllegalStateException(full),
            "run",
            "--output=" + folder.resolve("out/x"),
            "--archive=s3://bucket/x");
    assertThat(
        message,
        allOf(
            containsString("no space left on the disk of one of these folders: " + folder + ", "),
            not(containsString("s3://")),
            not(containsString("bug"))));
  }

  /** RocksDB's exceptions are no IOException. */
  @Test
  void theStateOnTheDiskFillsItToo() {
    Exception ofState = new Exception("While appending to file: No space left on device");
    assertThat(
        explained(new IllegalStateException("Error while adding data", ofState), "run"),
        containsString("no space left on the disk of "));
  }

  @Test
  void aDiskWithoutFreeSpaceIsTheFullOne() {
    assertThat(
        FullDisk.describe(List.of(Path.of("/proc"), folder)),
        is("no space left on the disk of /proc: free some"));
  }

  /** Flink does not hand on why a checkpoint failed. */
  @Test
  void aCheckpointThatCouldNotBeWrittenNamesItsFolder() throws IOException {
    IllegalStateException failed =
        new IllegalStateException(
            new IllegalStateException(
                "Exceeded checkpoint tolerable failure threshold. The latest checkpoint failed due"
                    + " to Asynchronous task checkpoint failed."));
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(
        explained(failed, "run", "--checkpoints=" + file),
        allOf(
            containsString("a checkpoint could not be written to " + file + ": it is a file"),
            containsString("with --resume"),
            not(containsString("bug"))));
    assertThat(
        explained(
            new IllegalStateException(
                "Exceeded checkpoint tolerable failure threshold",
                new IOException("No space left on device")),
            "run",
            "--checkpoints=" + folder),
        containsString(": no space left on the disk of one of these folders: " + folder));
  }
}
