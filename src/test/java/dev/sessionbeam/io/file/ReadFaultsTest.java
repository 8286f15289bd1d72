package dev.sessionbeam.io.file;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Why a file could not be read is kept until the next job of the process. */
@Isolated("what is kept is the process's")
public class ReadFaultsTest {
  /** Fails as a task does whose file is gone; returns what it throws. */
  public static UnreadableInputException readAMissingFile(String path) {
    StreamSettings settings = new StreamSettings(Duration.ZERO, 0, false, false);
    RecordedFile file =
        new RecordedFile(
            new RecordedReadSettings("", record -> 0L, settings), FileMark.atStart(path, 9));
    return assertThrows(UnreadableInputException.class, file::look);
  }

  @BeforeEach
  @AfterEach
  void forget() {
    ReadFaults.forget();
  }

  @Test
  void whatAReaderThrewIsKept() {
    UnreadableInputException thrown = readAMissingFile("/nowhere/a.jsonl");
    assertThat(ReadFaults.latest(), is(Optional.of(thrown)));
  }

  @Test
  void itIsForgottenBeforeTheNextJob() {
    readAMissingFile("/nowhere/a.jsonl");
    ReadFaults.forget();
    assertThat(ReadFaults.latest(), is(Optional.empty()));
  }
}
