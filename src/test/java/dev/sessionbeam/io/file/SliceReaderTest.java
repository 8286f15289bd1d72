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
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.io.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SliceReaderTest {
  private static final String ARCHIVE =
      "{\"a\":1}\n{\"b\":\"}{\"}{\"c\":3}\r\n\r\n\n{\"d\":\"\u00e9\"} {\"e\":[{}]}\nno json\n {}\n{\"f\":";

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

  private static byte[] compressed(Compression compression, byte[] bytes) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out =
        compression == Compression.BZIP2
            ? new org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream(stored)
            : Channels.newOutputStream(compression.writeCompressed(Channels.newChannel(stored)))) {
      out.write(bytes);
    }
    return stored.toByteArray();
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
    byte[] stored = compressed(compression, ARCHIVE.getBytes(UTF_8));
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
    stored.writeBytes(compressed(compression, (ARCHIVE + "1").getBytes(UTF_8)));
    stored.writeBytes(compressed(compression, new byte[0]));
    stored.writeBytes(compressed(compression, ("}\n" + ARCHIVE).getBytes(UTF_8)));
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
    byte[] stored = compressed(compression, noise);
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
    byte[] stored = compressed(Compression.GZIP, ARCHIVE.getBytes(UTF_8));
    Path path = Files.write(folder.resolve("a.gz"), Arrays.copyOf(stored, stored.length - 4));
    UnreadableInputException e =
        assertThrows(UnreadableInputException.class, () -> read(file(path).whole()));
    assertThat(e.getMessage(), containsString("was it cut short?"));
  }

  @Test
  void aBrokenGzipFileIsUnreadableAndNamed() throws Exception {
    byte[] stored = compressed(Compression.GZIP, ARCHIVE.getBytes(UTF_8));
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
    assertThat(e.getMessage(), containsString("gone.jsonl"));
  }
}
