package dev.sessionbeam.deliver.dlq;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that somebody relies on is on the disk, also if the disk fails. */
class DurableLinesTest {
  @TempDir private Path folder;
  private Path file = Path.of("");
  private final List<String> taken = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("lines");
  }

  private final class Lines implements DurableLines.Reader {
    @Override
    public boolean take(String line) {
      return taken.add(line);
    }

    @Override
    public boolean isWhole(String last) {
      return last.equals("second");
    }

    @Override
    public boolean isBeginning(String last) {
      return true;
    }
  }

  /** A process that was killed may have written them, and not have waited for the disk. */
  @ParameterizedTest
  @ValueSource(strings = {"first\n", "first\nsecond", "first\nsec", "fir"})
  void whatIsReadIsOnTheDiskOnceTheFileIsOpen(String text) throws IOException {
    Files.writeString(file, text);
    FailingDisk disk = FailingDisk.open(file);
    try (DurableLines lines = DurableLines.open(file, disk, new Lines())) {
      assertThat(disk.isSafe(), is(true));
      lines.add(List.of("third"));
      assertThat(disk.isSafe(), is(true));
    }
  }

  @Test
  void nothingIsAddedBehindALineThatCouldNotBeCutOff() throws IOException {
    FailingDisk disk = FailingDisk.open(file);
    try (DurableLines lines = DurableLines.open(file, disk, new Lines())) {
      lines.add(List.of("first"));
      disk.failAfter(3);
      assertThrows(IOException.class, () -> lines.add(List.of("second")));
      disk.repair();
      IOException e = assertThrows(IOException.class, () -> lines.add(List.of("third")));
      assertThat(e.getMessage(), containsString("cannot write to " + file));
    }
    assertThat(Files.readString(file), is("first\nsec"));
    try (DurableLines lines = DurableLines.open(file, new Lines())) {
      lines.add(List.of("second"));
    }
    assertThat(taken, is(List.of("first")));
    assertThat(Files.readString(file), is("first\nsecond\n"));
  }
}
