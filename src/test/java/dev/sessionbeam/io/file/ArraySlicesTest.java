package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is an array gives its elements, each once, wherever the file is cut. */
class ArraySlicesTest {
  private static final String ARRAY = "[\n {\"a\":1},\n {\"a\":[2]},\n \"x\"\n]\n";
  private static final String LINES = "[{\"a\":1}]\n[{\"a\":\"}{\"}][2]\n{\"b\":[]}\n";

  @TempDir private Path folder;

  private static InputFile file(Path path) throws IOException {
    return new InputFile(path.toString(), Files.size(path));
  }

  private static List<RawRecord> read(FileSlice slice, boolean unwraps) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (SliceReader reader = SliceReader.open(slice, unwraps, false)) {
      for (RawRecord record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }

  private static List<String> texts(List<RawRecord> records) {
    return records.stream().map(record -> new String(record.bytes(), UTF_8)).toList();
  }

  @Test
  void anElementHasItsOffset() throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), ARRAY);
    List<RawRecord> records = read(file(path).whole(), true);
    assertThat(texts(records), is(List.of("{\"a\":1}", "{\"a\":[2]}", "\"x\"")));
    assertThat(
        records.get(1).origin(),
        is(new InnerOrigin(new FileOrigin(path.toString(), ARRAY.indexOf("{\"a\":[")), 0, 0)));
  }

  @Test
  void eachLineIsARecordIfEachIsAnArray() throws IOException {
    Path path = Files.writeString(folder.resolve("a.jsonl"), LINES);
    List<RawRecord> records = read(file(path).whole(), true);
    assertThat(texts(records), is(List.of("[{\"a\":1}]", "[{\"a\":\"}{\"}]", "[2]", "{\"b\":[]}")));
    assertThat(records.get(1).origin(), is(new FileOrigin(path.toString(), 10)));
  }

  @ParameterizedTest
  @ValueSource(strings = {ARRAY, LINES, "[1,\n[2]", "\n[{\"a\":\n1}]"})
  void slicesWithAnyBordersGiveEachRecordOnce(String text) throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), text);
    FileSlice whole = file(path).whole();
    List<RawRecord> all = read(whole, true);
    for (int first = 1; first < whole.end(); first++) {
      for (int second = first; second < whole.end(); second++) {
        List<RawRecord> records = new ArrayList<>();
        records.addAll(read(new FileSlice(whole.file(), 0, first, 0), true));
        records.addAll(read(new FileSlice(whole.file(), first, second, 0), true));
        records.addAll(read(new FileSlice(whole.file(), second, whole.end(), 0), true));
        assertThat("cut at " + first + " and " + second, records, is(all));
      }
    }
  }

  @Test
  void aCompressedArrayIsRead() throws IOException {
    Path path = folder.resolve("a.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(ARRAY.getBytes(UTF_8));
    }
    assertThat(
        texts(read(file(path).whole(), true)), is(List.of("{\"a\":1}", "{\"a\":[2]}", "\"x\"")));
  }

  /** A checkpoint of a stream holds the place after any record. */
  @ParameterizedTest
  @ValueSource(strings = {ARRAY, LINES})
  void aReaderReopensAfterEachRecord(String text) throws IOException {
    Path path = Files.writeString(folder.resolve("a.json"), text);
    FileSlice whole = file(path).whole();
    List<RawRecord> all = read(whole, true);
    try (SliceReader reader = SliceReader.open(whole, true, false)) {
      for (int i = 0; i < all.size(); i++) {
        var unused = reader.next();
        List<RawRecord> rest = new ArrayList<>();
        try (SliceReader again =
            SliceReader.reopen(
                whole,
                FileMark.atStart("a.json", whole.size())
                    .at(reader.lineOffset(), reader.recordsOfLine(), 0),
                true,
                false)) {
          for (RawRecord record = again.next(); record != null; record = again.next()) {
            rest.add(record);
          }
        }
        assertThat("after record " + i, rest, is(all.subList(i + 1, all.size())));
      }
    }
  }
}
