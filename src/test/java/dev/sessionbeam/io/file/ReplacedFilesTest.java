package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of files resumes only with the files that it began to read. A record is a number. */
class ReplacedFilesTest {
  private static final StreamSettings SETTINGS =
      new StreamSettings(Duration.ofMillis(10), 0, false, false);

  /** Two lines, the second of which is longer than the bytes that the digest covers. */
  private static final String LONG = "1\n2" + " ".repeat(2 * FileHead.MOST_BYTES) + "\n";

  private final PipelineOptions options = PipelineOptionsFactory.create();

  @TempDir private Path folder;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private RecordedStream stream(Path... paths) throws IOException {
    new RecordedReadSettings(
            folder + "/", record -> Long.valueOf(text(record).strip()), SETTINGS, 1)
        .putInto(options);
    List<InputFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(new InputFile(path.toString(), Files.size(path)));
    }
    return RecordedStream.of(files, folder + "/").split(1, options).get(0);
  }

  private static String text(RawRecord record) {
    return new String(record.bytes(), UTF_8);
  }

  /** The mark after the first record of all files, as a checkpoint keeps it. */
  private RecordedStreamMark mark(RecordedStream stream) throws IOException {
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      assertThat(reader.start(), is(true));
      Coder<RecordedStreamMark> coder = stream.getCheckpointMarkCoder();
      return CoderUtils.decodeFromByteArray(
          coder,
          CoderUtils.encodeToByteArray(coder, (RecordedStreamMark) reader.getCheckpointMark()));
    }
  }

  private List<String> rest(RecordedStream stream, @Nullable RecordedStreamMark mark)
      throws IOException {
    List<String> records = new ArrayList<>();
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        reader.getCurrent().forEach(record -> records.add(text(record).strip()));
      }
    }
    return records;
  }

  private String fault(RecordedStream stream, RecordedStreamMark mark) {
    return String.valueOf(
        assertThrows(UnreadableInputException.class, () -> rest(stream, mark)).getMessage());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFileOfTheSameNameAndLengthWithOtherContentIsReported() throws IOException {
    Path file = file("f", "1\n2\n3\n".getBytes(UTF_8));
    RecordedStream stream = stream(file);
    RecordedStreamMark mark = mark(stream);
    assertThat(rest(stream, mark), is(List.of("2", "3")));
    file("f", "7\n8\n9\n".getBytes(UTF_8));
    assertThat(
        fault(stream, mark),
        allOf(
            containsString("cannot read " + file + ": its first bytes are not those"),
            containsString("Put the former file back")));
  }

  @Test
  void theContentOfAFileWithoutARecordYetCountsToo() throws IOException {
    Path first = file("f", "1\n2\n".getBytes(UTF_8));
    Path later = file("g", "5\n6\n".getBytes(UTF_8));
    RecordedStream stream = stream(first, later);
    RecordedStreamMark mark = mark(stream);
    file("g", "5\n7\n".getBytes(UTF_8));
    assertThat(fault(stream, mark), containsString("cannot read " + later + ": its first bytes"));
  }

  @Test
  void aCompressedFileThatWasReplacedIsReported() throws IOException {
    Path file = file("f.gz", gzip("1\n2\n3\n"));
    RecordedStream stream = stream(file);
    RecordedStreamMark mark = mark(stream);
    assertThat(rest(stream, mark), is(List.of("2", "3")));
    file("f.gz", gzip("7\n8\n9\n"));
    assertThat(fault(stream, mark), containsString("its first bytes are not those"));
  }

  /** Behind the digest, only the length tells. */
  @Test
  void aFileThatBecameShorterBehindItsFirstBytesIsReported() throws IOException {
    Path file = file("f", LONG.getBytes(UTF_8));
    RecordedStream stream = stream(file);
    RecordedStreamMark mark = mark(stream);
    file("f", LONG.substring(0, LONG.length() - 10).getBytes(UTF_8));
    assertThat(fault(stream, mark), containsString("it has become shorter"));
  }

  /** A log to which lines were added: the run reads what it found, as without a stop. */
  @Test
  void aFileThatOnlyGrewIsReadToTheLengthAtWhichItWasFound() throws IOException {
    Path small = file("f", "1\n2\n".getBytes(UTF_8));
    Path large = file("g", LONG.getBytes(UTF_8));
    RecordedStream stream = stream(small, large);
    RecordedStreamMark mark = mark(stream);
    file("f", "1\n2\n3\n".getBytes(UTF_8));
    file("g", (LONG + "4\n").getBytes(UTF_8));
    assertThat(rest(stream, mark), is(List.of("1", "2", "2")));
  }

  /** The bytes are those that version 0.1.0 wrote. */
  @Test
  void aMarkOfAnEarlierVersionResumesAndHoldsTheDigestFromThenOn() throws IOException {
    RecordedStream stream = stream(file("f", "1\n2\n3\n".getBytes(UTF_8)));
    RecordedStreamMark former =
        CoderUtils.decodeFromByteArray(
            stream.getCheckpointMarkCoder(),
            HexFormat.of().parseHex("0101" + "00000001" + "0166" + "06" + "00" + "01" + "01"));
    assertThat(rest(stream, former), is(List.of("2", "3")));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, former)) {
      assertThat(reader.start(), is(true));
      RecordedStreamMark next = (RecordedStreamMark) reader.getCheckpointMark();
      assertThat(next.files().get(0).head(), is(mark(stream).files().get(0).head()));
    }
  }
}
