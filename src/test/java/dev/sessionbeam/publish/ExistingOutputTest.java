package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.OutputSettings.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output has one format: files of another one are found before a run adds some. */
class ExistingOutputTest {
  private static final String PART = "part-0123456789abcdef0000000000000000";

  @TempDir private Path folder;

  private ExistingOutput output() throws IOException {
    return ExistingOutput.in(OutputFolder.of(folder.toString()));
  }

  private void write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  @Test
  void aPublishedFileOfAnotherFormatIsFound() throws IOException {
    write("sessions/date=2017-02-05/hour=07/" + PART + ".parquet");
    assertThat(output().ofOtherFormat(Format.PARQUET), is(Optional.empty()));
    assertThat(
        output().ofOtherFormat(Format.JSON),
        is(Optional.of("sessions/date=2017-02-05/hour=07/" + PART + ".parquet")));
  }

  /** A resumed run publishes it later. */
  @Test
  void aStagedFileOfAnotherFormatIsFound() throws IOException {
    String staged = ".sessionbeam-temporary/staged/0123456789abcdef/events/date=2017-02-05/";
    write(staged + PART + ".jsonl.zst");
    assertThat(output().ofOtherFormat(Format.JSON), is(Optional.empty()));
    assertThat(
        output().ofOtherFormat(Format.PARQUET), is(Optional.of(staged + PART + ".jsonl.zst")));
  }

  @Test
  void otherDatasetsAreJsonLinesInBothFormats() throws IOException {
    write("invalid/date=2017-02-05/" + PART + ".jsonl.gz");
    write("late/date=2017-02-05/" + PART + ".jsonl.gz");
    write("_summary.json");
    write("events/mine.csv");
    assertThat(output().ofOtherFormat(Format.PARQUET), is(Optional.empty()));
    assertThat(output().ofOtherFormat(Format.JSON), is(Optional.empty()));
  }
}
