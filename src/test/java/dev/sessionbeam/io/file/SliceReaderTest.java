package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceReaderTest {
  private static final String ARCHIVE =
      "{\"a\":1}\n{\"b\":\"}{\"}{\"c\":3}\r\n\r\n\n{\"d\":\"\u00e9\"} {\"e\":[{}]}\nno json\n {}\n{\"f\":";

  private static final PipelineOptions OPTIONS = PipelineOptionsFactory.create();

  @TempDir private Path folder;

  private static List<RawRecord> read(FileSlice slice) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (SliceReader reader = SliceReader.open(slice)) {
      for (RawRecord record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static InputFile file(Path path) throws IOException {
    return new InputFile(path.toString(), Files.size(path));
  }

  @Test
  void slicesWithAnyBordersGiveEachRecordOnce() throws Exception {
    Path path = Files.write(folder.resolve("archive.jsonl"), ARCHIVE.getBytes(UTF_8));
    FileSlice whole = file(path).whole();
    List<RawRecord> all = read(whole);
    assertThat(all, hasSize(8));
    for (int first = 1; first < whole.end(); first++) {
      for (int second = first; second < whole.end(); second += 3) {
        List<RawRecord> records = new ArrayList<>();
        records.addAll(read(new FileSlice(whole.file(), 0, first, 0)));
        records.addAll(read(new FileSlice(whole.file(), first, second, 0)));
        records.addAll(read(new FileSlice(whole.file(), second, whole.end(), 0)));
        assertThat("cut at " + first + " and " + second, records, is(all));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 7, 50, 10_000})
  void aByteOrderMarkIsSkippedAndPositionsAreThoseOfTheFile(long bytes) throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), ARCHIVE);
    Path marked = Files.writeString(folder.resolve("marked"), "\ufeff" + ARCHIVE);
    List<RawRecord> records = new ArrayList<>();
    for (FileSlice slice : file(marked).whole().split(bytes)) {
      records.addAll(read(slice));
    }
    List<RawRecord> expected =
        read(file(plain).whole()).stream()
            .map(
                record ->
                    new RawRecord(
                        record.bytes(),
                        new FileOrigin(
                            marked.toString(), ((FileOrigin) record.origin()).offset() + 3)))
            .toList();
    assertThat(records, is(expected));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "3, 0", "4, 1"})
  void aFileOfAByteOrderMarkAloneHasNoRecords(int bytes, int records) throws Exception {
    byte[] marked = "\ufeff{".getBytes(UTF_8);
    Path path = Files.write(folder.resolve("a"), Arrays.copyOf(marked, bytes));
    // The bytes of half a mark are a record that is not JSON.
    assertThat(read(file(path).whole()), hasSize(bytes < 3 ? 1 : records));
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aCompressedFileWithoutASuffixIsReadWhole(Compression compression) throws Exception {
    byte[] noise = new byte[1 << 17];
    new Random(1).nextBytes(noise);
    String text = ARCHIVE + "1}\n" + Base64.getEncoder().encodeToString(noise) + "\n" + ARCHIVE;
    Path plain = Files.writeString(folder.resolve("plain"), text);
    Path path = folder.resolve("delivery-1-2024-03-10");
    Files.write(path, Samples.compressed(compression, text.getBytes(UTF_8)));
    InputFile found = InputFiles.find(List.of(path.toString())).get(0);
    assertThat(found.compressed(), is(true));
    assertThat(found.whole().split(1), contains(found.whole()));
    assertThat(offsetsAndTexts(path), is(offsetsAndTexts(plain)));
    // A stream does not know that the file is compressed until it opens it.
    assertThat(read(file(path).whole()), is(read(found.whole())));
  }

  @Test
  void aFileOfAnotherKindIsNotReadLineByLine() throws Exception {
    Path path = Files.writeString(folder.resolve("a.json"), "[\n{\"a\":1},\n{\"a\":2}\n]\n");
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> read(file(path).whole()));
    assertThat(e.getMessage(), is(FileKind.ARRAY.fault(path.toString())));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 8, 9, 50, 10_000})
  void aFileSplitEvenlyGivesEachRecordOnce(long bytes) throws Exception {
    Path path = Files.write(folder.resolve("archive.jsonl"), ARCHIVE.getBytes(UTF_8));
    FileSlice whole = file(path).whole();
    List<RawRecord> records = new ArrayList<>();
    for (FileSlice slice : whole.split(bytes)) {
      records.addAll(read(slice));
    }
    assertThat(records, is(read(whole)));
  }

  @Test
  void aRecordHasItsFileAndItsOffset() throws Exception {
    Path path = Files.writeString(folder.resolve("a.jsonl"), "\n{\"a\":1} {\"b\":2}\n");
    assertThat(
        read(file(path).whole()),
        contains(
            new RawRecord("{\"a\":1}".getBytes(UTF_8), new FileOrigin(path.toString(), 1)),
            new RawRecord("{\"b\":2}".getBytes(UTF_8), new FileOrigin(path.toString(), 9))));
  }

  @ParameterizedTest
  @CsvSource({"GZIP, a.jsonl.gz", "BZIP2, a.jsonl.bz2", "ZSTD, a.jsonl.zst", "GZIP, A.GZ"})
  void aCompressedFileIsReadWholeAsOneSlice(Compression compression, String name) throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), ARCHIVE);
    byte[] stored = Samples.compressed(compression, ARCHIVE.getBytes(UTF_8));
    Path path = Files.write(folder.resolve(name), stored);
    assertThat(file(path).whole().split(1), contains(file(path).whole()));
    assertThat(offsetsAndTexts(path), is(offsetsAndTexts(plain)));
  }

  @ParameterizedTest
  @CsvSource({"GZIP, a.gz", "BZIP2, a.bz2", "ZSTD, a.zst"})
  void concatenatedCompressedFilesAreReadToTheEnd(Compression compression, String name)
      throws Exception {
    Path plain = Files.writeString(folder.resolve("plain"), ARCHIVE + "1}\n" + ARCHIVE);
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(Samples.compressed(compression, (ARCHIVE + "1").getBytes(UTF_8)));
    stored.writeBytes(Samples.compressed(compression, new byte[0]));
    stored.writeBytes(Samples.compressed(compression, ("}\n" + ARCHIVE).getBytes(UTF_8)));
    Path path = Files.write(folder.resolve(name), stored.toByteArray());
    assertThat(offsetsAndTexts(path), is(offsetsAndTexts(plain)));
  }

  private static List<String> offsetsAndTexts(Path path) throws IOException {
    return read(file(path).whole()).stream()
        .map(
            record ->
                ((FileOrigin) record.origin()).offset() + " " + new String(record.bytes(), UTF_8))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"GZIP, cut short.gz", "BZIP2, cut short.bz2", "ZSTD, cut short.zst"})
  void aCompressedFileCutShortIsUnreadableAndNamed(Compression compression, String name)
      throws Exception {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] stored = Samples.compressed(compression, noise);
    for (int length : new int[] {3, 20, stored.length / 2, stored.length - 1}) {
      Path path = Files.write(folder.resolve(name), Arrays.copyOf(stored, length));
      UnreadableInputException e =
          assertThrows(
              UnreadableInputException.class, () -> read(file(path).whole()), length + " bytes");
      assertThat(e.getMessage(), startsWith("cannot read " + path + ": "));
    }
  }

  @Test
  void theMessageReportsAGzipFileCutShort() throws Exception {
    byte[] stored = Samples.compressed(Compression.GZIP, ARCHIVE.getBytes(UTF_8));
    Path path = Files.write(folder.resolve("a.gz"), Arrays.copyOf(stored, stored.length - 4));
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> read(file(path).whole()));
    assertThat(e.getMessage(), containsString("was it cut short?"));
  }

  @Test
  void aBrokenGzipFileIsUnreadableAndNamed() throws Exception {
    byte[] stored = Samples.compressed(Compression.GZIP, ARCHIVE.getBytes(UTF_8));
    stored[stored.length - 6] ^= 1;
    Path path = Files.write(folder.resolve("a.gz"), stored);
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> read(file(path).whole()));
    assertThat(e.getMessage(), startsWith("cannot read " + path + ": "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty.jsonl", "empty.gz", "empty.zst"})
  void anEmptyFileHasNoRecords(String name) throws Exception {
    assertThat(read(file(Files.createFile(folder.resolve(name))).whole()), is(empty()));
  }

  @Test
  void aMissingFileIsUnreadableAndNamed() {
    FileSlice missing = new InputFile(folder.resolve("gone.jsonl").toString(), 7).whole();
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> SliceReader.open(missing));
    assertThat(
        e.getMessage(), is("cannot read " + folder.resolve("gone.jsonl") + ": it does not exist"));
  }

  @Test
  void whatIsInTheWayOfAFileIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    FileSlice below = new InputFile(file + "/x", 7).whole();
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> SliceReader.open(below));
    assertThat(
        e.getMessage(), is("cannot read " + file + "/x: " + file + " is a file, not a folder"));
  }

  private static List<String> texts(FileSlice slice, boolean unwraps) throws IOException {
    List<String> texts = new ArrayList<>();
    try (SliceReader reader = SliceReader.open(slice, unwraps, false)) {
      for (RawRecord record = reader.next(); record != null; record = reader.next()) {
        texts.add(new String(record.bytes(), UTF_8));
      }
    }
    return texts;
  }

  /** Lines, objects without line breaks between them, half a line at the end, and an array. */
  private enum Kind {
    LINES("{\"a\":1}\n{\"a\":2}\n"),
    OBJECTS("{\"a\":1}{\"a\":2}"),
    HALF_A_LINE("{\"a\":1}\n{\"a\":"),
    ARRAY("[\n{\"a\":1},\n{\"a\":2}\n]\n");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LINES, UNCOMPRESSED",
    "OBJECTS, UNCOMPRESSED",
    "HALF_A_LINE, UNCOMPRESSED",
    "ARRAY, UNCOMPRESSED",
    "LINES, GZIP",
    "OBJECTS, GZIP",
    "HALF_A_LINE, GZIP",
    "ARRAY, GZIP",
    "LINES, ZSTD"
  })
  void aFileThatGrowsIsReadUpToItsLengthAtTheStart(Kind kind, Compression compression)
      throws Exception {
    byte[] stored = stored(compression, kind.text);
    Path path = Files.write(folder.resolve("a"), stored);
    boolean unwraps = kind == Kind.ARRAY;
    FileSlice found = InputFiles.find(List.of(path.toString()), OPTIONS, unwraps).get(0).whole();
    List<String> before = texts(found, unwraps);
    assertThat(before, hasSize(2));
    Files.write(path, stored(compression, "9}\n{\"b\":3}\n"), StandardOpenOption.APPEND);
    assertThat(texts(found, unwraps), is(before));
  }

  private static byte[] stored(Compression compression, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return compression == Compression.UNCOMPRESSED ? bytes : Samples.compressed(compression, bytes);
  }

  @Test
  void theLastSliceOfAFileThatGrowsEndsWithTheFileAsItWas() throws Exception {
    Path path = Files.writeString(folder.resolve("a"), ARCHIVE);
    FileSlice whole = file(path).whole();
    List<RawRecord> all = read(whole);
    Files.writeString(path, "9}\n{\"z\":1}\n", StandardOpenOption.APPEND);
    for (long bytes : new long[] {1, 7, 20}) {
      List<RawRecord> records = new ArrayList<>();
      for (FileSlice slice : whole.split(bytes)) {
        records.addAll(read(slice));
      }
      assertThat("slices of " + bytes, records, is(all));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "GZIP", "ZSTD"})
  void aFileThatBecameShorterSinceItWasFoundIsUnreadable(Compression compression) throws Exception {
    byte[] stored = stored(compression, ARCHIVE);
    Path path = Files.write(folder.resolve("a"), stored);
    FileSlice whole = InputFiles.find(List.of(path.toString())).get(0).whole();
    Files.write(path, Arrays.copyOf(stored, stored.length - 3));
    UnreadableInputException e = assertThrows(UnreadableInputException.class, () -> read(whole));
    assertThat(
        e.getMessage(),
        is(
            "cannot read "
                + path
                + ": it has become shorter since the run found it: its last 3 bytes are missing. Run"
                + " again when nothing else writes to it"));
  }
}
