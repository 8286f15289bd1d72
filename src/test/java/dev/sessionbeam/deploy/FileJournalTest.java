package dev.sessionbeam.deploy;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileJournalTest {
  private static final Launch FIRST = new Launch(1, "0123456789abcdef0123456789abcdef", null);
  private static final Launch SECOND =
      new Launch(2, "fedcba9876543210fedcba9876543210", "file:///savepoints/a");

  @TempDir private Path folder;

  @Test
  void aNewStageIsEmpty() throws IOException {
    try (FileJournal journal = FileJournal.open(folder.resolve("new"))) {
      assertThat(journal.read(), is(StageNote.EMPTY));
    }
  }

  static Stream<StageNote> notes() {
    Rollout rollout = Rollout.of(1, 2, Phase.STOP, Duration.ofMinutes(10), null);
    return Stream.of(
        StageNote.EMPTY,
        StageNote.EMPTY.with(rollout),
        StageNote.EMPTY.running(FIRST, rollout.because(Phase.REFUSED, "it says \"no\"")),
        StageNote.EMPTY.running(
            SECOND,
            rollout
                .leaving(Phase.START, "file:///savepoints/a")
                .starting(Phase.START, SECOND)
                .watched(Phase.WATCH, Instant.parse("2026-11-30T10:15:30Z"))),
        StageNote.EMPTY.removed("file:///savepoints/b", rollout.next(Phase.DONE)),
        StageNote.EMPTY.with(rollout.deleting(List.of("/out/a", "a table"))));
  }

  @ParameterizedTest
  @MethodSource("notes")
  void aNoteIsReadAsItWasWritten(StageNote note) throws IOException {
    try (FileJournal journal = FileJournal.open(folder)) {
      journal.write(note);
    }
    try (FileJournal journal = FileJournal.open(folder)) {
      assertThat(journal.read(), is(note));
    }
    assertThat(FileJournal.look(folder), is(note));
  }

  @Test
  void onlyOneHasItOpen() throws IOException {
    try (FileJournal journal = FileJournal.open(folder)) {
      IOException refused = assertThrows(IOException.class, () -> FileJournal.open(folder));
      assertThat(
          refused.getMessage(),
          is("another command changes this stage now: wait until it has ended"));
      assertThat(journal.read(), is(StageNote.EMPTY));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]x",
        "{\"running\":{\"version\":1}}",
        "{\"rollout\":{\"phase\":\"LATER\",\"timeout\":\"PT1M\"}}",
        "{\"rollout\":{\"phase\":\"STOP\",\"timeout\":\"soon\"}}"
      })
  void aDamagedNoteIsNamed(String text) throws IOException {
    Files.writeString(folder.resolve("stage.json"), text);
    try (FileJournal journal = FileJournal.open(folder)) {
      IOException damaged = assertThrows(IOException.class, journal::read);
      assertThat(
          damaged.getMessage(), endsWith("stage.json is damaged: it is not the note of a stage"));
    }
  }
}
