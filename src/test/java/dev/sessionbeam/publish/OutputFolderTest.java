package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.DefaultLocale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
  /** A name in the digits of Egypt, which earlier versions wrote there. */
  private static final String EGYPTIAN =
      "events/date=2017-02-05/part-\u0660\u0660\u0660\u0660\u0660-of-\u0660\u0660\u0660\u0660\u0661.jsonl.gz";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"ar-EG", "fa-IR", "ne-NP", "mr-IN", "tr-TR", "th-TH-u-ca-buddhist-nu-thai"})
  void namesOfFilesAreTheSameInEveryLocale(String locale) {
    try (DefaultLocale unused = DefaultLocale.of(locale)) {
      String batch =
          OutputFolder.naming("events/date=2017-02-05", RunId.draw(), ".jsonl.gz")
              .getFilename(GlobalWindow.INSTANCE, PaneInfo.NO_FIRING, 12, 7, Compression.GZIP);
      assertThat(batch, is("events/date=2017-02-05/part-00007-of-00012.jsonl.gz"));
      assertThat(OutputFolder.isOwn(batch), is(true));
      assertThat(
          StagedFile.name("0123456789abcdef/events/date=2017-02-05", 7, 12, ".jsonl"),
          is(
              "0123456789abcdef/events/date=2017-02-05/part-0123456789abcdef000700000000000c.jsonl"));
    }
  }

  @Test
  void parquetFilesOfAPipelineAreItsOwn() {
    String folder = "sessions/date=2017-02-05/hour=07/";
    assertThat(OutputFolder.isOwn(folder + "part-00007-of-00012.parquet"), is(true));
    assertThat(
        OutputFolder.isOwn(folder + "part-0123456789abcdef000700000000000c.parquet"), is(true));
    assertThat(OutputFolder.isOwn(folder + "mine.parquet"), is(false));
    assertThat(OutputFolder.isOwn(folder + "part-00007-of-00012.parquet.gz"), is(false));
  }

  /** A backfill leaves the undelivered files of other runs alone. */
  @Test
  void undeliveredFilesOfABatchRunHaveTheRunInTheirNames() {
    String name =
        OutputFolder.naming(
                "undelivered/date=2017-02-05", new RunId("0123456789abcdef"), ".jsonl.gz")
            .getFilename(GlobalWindow.INSTANCE, PaneInfo.NO_FIRING, 12, 7, Compression.GZIP);
    assertThat(
        name, is("undelivered/date=2017-02-05/part-0123456789abcdef0007000000000000.jsonl.gz"));
    assertThat(OutputFolder.isOwn(name), is(true));
  }

  @Test
  void filesOfEarlierVersionsInOtherDigitsAreReplaced() throws IOException {
    Path file = folder.resolve(EGYPTIAN);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "");
    assertThat(ExistingOutput.in(OutputFolder.of(folder.toString())).own(), is(List.of(EGYPTIAN)));
  }

  @Test
  void aFileOfSomeoneElseIsNotReplaced() {
    assertThat(OutputFolder.isOwn(EGYPTIAN.replace("part", "data")), is(false));
  }
}
