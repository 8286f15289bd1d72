package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.EnvelopeReader;
import dev.sessionbeam.failure.EnvelopeWriter;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.output.FormatRejected;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Envelopes of the largest records, and of text that takes the most space in them. */
class LargeEnvelopesTest {
  /** A record of a file is cut at this size. */
  private static final int LARGEST_OF_A_FILE = 8 << 20;

  @TempDir private Path folder;

  /** A byte that JSON writes as six, with braces that look like the border between two records. */
  private static byte[] worstText(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    for (int i = 1 << 20; i + 1 < length; i += 1 << 20) {
      bytes[i] = '}';
      bytes[i + 1] = '{';
    }
    return bytes;
  }

  private static byte[] noText(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) -1);
    return bytes;
  }

  private static RawRecord ofStream(byte[] bytes) {
    return new RawRecord(bytes, new KinesisOrigin("stream", "shard", "4711", 0, "key", 1L));
  }

  private static byte[] line(RawRecord record) {
    RejectedRecord rejected =
        new RejectedRecord(record, Reason.TOO_LARGE, Stage.VALIDATE, "is too large", null);
    return FormatRejected.format(rejected, LocalDate.EPOCH).text();
  }

  private static List<RawRecord> largest() {
    return List.of(
        ofStream("{}".getBytes(UTF_8)),
        ofStream(worstText(RawRecord.MAX_BYTES)),
        ofStream("}{".getBytes(UTF_8)),
        ofStream(noText(RawRecord.MAX_BYTES)),
        ofStream(worstText(1 << 20)),
        ofStream("[]".getBytes(UTF_8)));
  }

  private Path write(String name, List<byte[]> lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] line : lines) {
        out.write(line);
      }
    }
    return file;
  }

  private static void addAll(SliceReader reader, List<RawRecord> records) throws IOException {
    try (reader) {
      for (RawRecord next = reader.next(); next != null; next = reader.next()) {
        records.add(EnvelopeReader.open(next));
      }
    }
  }

  private static void requireSame(List<RawRecord> records, List<RawRecord> expected) {
    assertThat(records, hasSize(expected.size()));
    for (int i = 0; i < records.size(); i++) {
      assertThat("record " + i, records.get(i).equals(expected.get(i)), is(true));
    }
  }

  @Test
  void theLargestEnvelopesAreReadAsTheyWereWritten() throws Exception {
    List<byte[]> lines = largest().stream().map(LargeEnvelopesTest::line).toList();
    int longest = lines.stream().mapToInt(line -> line.length).max().orElseThrow();
    assertThat(longest, greaterThan(5 * RawRecord.MAX_BYTES));
    assertThat(longest, lessThanOrEqualTo(EnvelopeWriter.MAX_BYTES));
    FileSlice whole =
        new FileSlice(write("part.jsonl", lines).toString(), 0, FileSlice.TO_THE_END, 1);
    List<RawRecord> records = new ArrayList<>();
    addAll(SliceReader.open(whole, false, true), records);
    requireSame(records, largest());
  }

  @Test
  void eachSliceOfAFileReadsTheEnvelopesThatBeginInIt() throws Exception {
    List<byte[]> lines = largest().stream().map(LargeEnvelopesTest::line).toList();
    Path file = write("part.jsonl", lines);
    List<RawRecord> records = new ArrayList<>();
    FileSlice whole = new FileSlice(file.toString(), 0, Files.size(file), Files.size(file));
    for (FileSlice slice : whole.split(7 << 20)) {
      addAll(SliceReader.open(slice, false, true), records);
    }
    requireSame(records, largest());
  }

  @Test
  void aReaderResumesAfterALargeEnvelope() throws Exception {
    List<byte[]> lines = largest().stream().map(LargeEnvelopesTest::line).toList();
    FileSlice whole =
        new FileSlice(write("part.jsonl", lines).toString(), 0, FileSlice.TO_THE_END, 1);
    SliceReader first = SliceReader.open(whole, false, true);
    first.next();
    first.next();
    List<RawRecord> records = new ArrayList<>();
    addAll(
        SliceReader.reopen(
            whole,
            FileMark.atStart("part.jsonl", whole.size())
                .at(first.lineOffset(), first.recordsOfLine(), 0),
            false,
            true),
        records);
    first.close();
    requireSame(records, largest().subList(2, largest().size()));
  }

  @Test
  void envelopesOfAnArchiveMayBeLargeToo() throws Exception {
    List<RawRecord> records = largest();
    List<byte[]> lines = new ArrayList<>();
    for (RawRecord record : records) {
      Map<String, Object> fields = new LinkedHashMap<>();
      EnvelopeWriter.put(record, fields, 1 << 17);
      lines.add((new String(JsonValue.of(fields).toBytes(), UTF_8) + "\n").getBytes(UTF_8));
    }
    String name = "date=2017-02-05/hour=07/enveloped/part-" + "0".repeat(32) + ".jsonl";
    FileSlice whole = new FileSlice(write(name, lines).toString(), 0, FileSlice.TO_THE_END, 1);
    List<RawRecord> read = new ArrayList<>();
    addAll(SliceReader.open(whole, false, false), read);
    requireSame(read, records);
  }

  /** It is not an envelope, so it is cut as in any file, and memory is bounded. */
  @Test
  void aLineThatOnlyBeginsAsAnEnvelopeIsCut() throws Exception {
    byte[] line = line(ofStream(worstText(3 << 20)));
    byte[] broken = Arrays.copyOf(line, line.length - 3);
    byte[] tooLarge = line(ofStream(worstText(RawRecord.MAX_BYTES + 1)));
    byte[] good = line(ofStream("{}".getBytes(UTF_8)));
    byte[] end = {'\n'};
    FileSlice whole =
        new FileSlice(
            write("part.jsonl", List.of(broken, end, good, tooLarge, good)).toString(),
            0,
            FileSlice.TO_THE_END,
            1);
    List<RawRecord> records = new ArrayList<>();
    addAll(SliceReader.open(whole, false, true), records);
    assertThat(
        records.stream().mapToInt(record -> record.bytes().length).max().orElseThrow(),
        lessThanOrEqualTo(LARGEST_OF_A_FILE));
    assertThat(
        records.stream()
            .filter(record -> Arrays.equals(record.bytes(), new byte[] {'{', '}'}))
            .toList(),
        hasSize(2));
  }

  /** The replay of a replay has the same envelopes: an envelope is never put into another one. */
  @Test
  void aRunRejectsReplaysAndReplaysAgainTheSameBytes() throws Exception {
    byte[] record = worstText(LARGEST_OF_A_FILE - 1);
    record[0] = '{';
    byte[] whole = new byte[LARGEST_OF_A_FILE - 1];
    Arrays.fill(whole, (byte) 1);
    byte[] end = {'\n'};
    Path input =
        write("in/a.jsonl", List.of(record, end, whole, end, "{\"half\":".getBytes(UTF_8), end));
    Path definition = Path.of("pipelines/nitro.yaml");
    List<String> lines = new ArrayList<>();
    List<Path> outputs = IntStream.range(0, 3).mapToObj(i -> folder.resolve("out" + i)).toList();
    Path from = input;
    for (Path output : outputs) {
      List<String> flags = new ArrayList<>(List.of("--allowEmpty", "--compression=none"));
      if (!from.equals(input)) {
        flags.add("--replay");
      }
      CommandRun run =
          CommandRun.run("DirectRunner", definition, from, output, flags.toArray(new String[0]));
      assertThat(run.err(), run.status(), is(0));
      List<String> invalid = CommandRun.lines(output, "invalid");
      assertThat(invalid, hasSize(output.equals(outputs.get(0)) ? invalid.size() : lines.size()));
      assertThat(lines.isEmpty() || invalid.equals(lines), is(true));
      lines = invalid;
      from = output.resolve("invalid");
    }
    List<RawRecord> opened = new ArrayList<>();
    for (String line : lines) {
      opened.add(
          EnvelopeReader.open(new RawRecord(line.getBytes(UTF_8), new FileOrigin("envelope", 0))));
    }
    assertThat(
        opened.stream()
            .map(RawRecord::origin)
            .filter(FileOrigin.class::isInstance)
            .map(origin -> ((FileOrigin) origin).file())
            .distinct()
            .toList(),
        contains(input.toString()));
    assertThat(
        opened.stream().mapToInt(it -> it.bytes().length).sum(),
        is(2 * (LARGEST_OF_A_FILE - 1) + "{\"half\":".length()));
  }
}
