package dev.sessionbeam.io.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.RawRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays recorded files as a stream. A record is a number, which is its instant. A record that is
 * not a number is not an event.
 */
class RecordedStreamTest {
  private static final StreamSettings SETTINGS =
      new StreamSettings(Duration.ofMillis(10), 0, false, false);

  private final PipelineOptions options = PipelineOptionsFactory.create();

  @TempDir private Path folder;

  private static @Nullable Long millis(RawRecord record) {
    String digits = text(record).replaceAll("[^0-9]", "");
    return digits.isEmpty() ? null : Long.valueOf(digits);
  }

  private static RawRecord only(List<RawRecord> records) {
    assertThat(records, hasSize(1));
    return records.get(0);
  }

  private static String text(RawRecord record) {
    return new String(record.bytes(), UTF_8);
  }

  private RecordedStream stream(StreamSettings settings, String... contents) throws IOException {
    List<InputFile> files = new ArrayList<>();
    for (String content : contents) {
      Path file = folder.resolve("f" + files.size() + ".jsonl");
      Files.writeString(file, content);
      files.add(new InputFile(file.toString(), Files.size(file)));
    }
    return stream(settings, files);
  }

  /** A stream whose elements have one record each. */
  private RecordedStream stream(StreamSettings settings, List<InputFile> files) {
    new RecordedReadSettings(folder + "/", RecordedStreamTest::millis, settings, 1)
        .putInto(options);
    return RecordedStream.of(files, folder + "/");
  }

  private RecordedStream whole(RecordedStream stream) throws IOException {
    return stream.split(1, options).get(0);
  }

  private static List<String> rest(UnboundedReader<List<RawRecord>> reader) throws IOException {
    List<String> records = new ArrayList<>();
    while (reader.advance()) {
      records.add(text(only(reader.getCurrent())));
    }
    return records;
  }

  private List<String> all(RecordedStream stream) throws IOException {
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      List<String> records = new ArrayList<>();
      if (reader.start()) {
        records.add(text(only(reader.getCurrent())));
      }
      records.addAll(rest(reader));
      return records;
    }
  }

  @Test
  void filesAdvanceTogetherAndEachKeepsItsOrder() throws IOException {
    assertThat(
        all(whole(stream(SETTINGS, "1\n5\n3\n20\n", "2\n4\n30\n", "25\n26\n"))),
        is(List.of("1", "2", "4", "5", "3", "20", "25", "26", "30")));
  }

  @Test
  void noFileIsReadByTwoReaders() throws IOException {
    RecordedStream stream = stream(SETTINGS, "1\n", "2\n", "3\n", "4\n", "5\n");
    List<RecordedStream> shares = stream.split(3, options);
    List<String> records = new ArrayList<>();
    for (RecordedStream share : shares) {
      records.addAll(all(share));
    }
    records.sort(null);
    assertThat(shares.size(), is(3));
    assertThat(records, is(List.of("1", "2", "3", "4", "5")));
    assertThat(stream.split(9, options).size(), is(5));
  }

  @Test
  void theWatermarkFollowsTheLeastAdvancedFile() throws IOException {
    RecordedStream stream = whole(stream(SETTINGS, "100\n200\n150\n300\n", "120\n400\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      reader.advance();
      reader.advance();
      // 100, 120 and 200 were emitted. The second file is at 120; the disorder of 10 is subtracted.
      assertThat(text(only(reader.getCurrent())), is("200"));
      assertThat(reader.getWatermark(), is(Instant.ofEpochMilli(110)));
      assertThat(reader.getCurrentTimestamp(), is(Instant.ofEpochMilli(200)));
    }
  }

  @Test
  void theWatermarkNeverGoesBackAndEndsAtTheEndOfTime() throws IOException {
    RecordedStream stream = whole(stream(SETTINGS, "100\nx\n50\n300\nx\n299\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      Instant watermark = reader.getWatermark();
      assertThat(watermark, is(BoundedWindow.TIMESTAMP_MIN_VALUE));
      for (boolean more = reader.start(); more; more = reader.advance()) {
        assertThat(reader.getWatermark().isBefore(watermark), is(false));
        watermark = reader.getWatermark();
      }
      assertThat(watermark, is(Instant.ofEpochMilli(290)));
      assertThat(reader.getWatermark(), is(BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  @Test
  void recordsThatAreNotEventsDoNotMoveTheWatermark() throws IOException {
    RecordedStream stream = whole(stream(SETTINGS, "x\nx\nx\nx\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      reader.advance();
      reader.advance();
      assertThat(reader.getWatermark(), is(BoundedWindow.TIMESTAMP_MIN_VALUE));
    }
  }

  @Test
  void emptyFilesAndNoFilesEndAtOnce() throws IOException {
    assertThat(all(whole(stream(SETTINGS, "", "\n\n"))), is(List.of()));
    assertThat(all(whole(stream(SETTINGS))), is(List.of()));
  }

  /** Several records on one line, broken records, blank lines: a mark may be after any of them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReaderResumesFromAnyMark(boolean compressed) throws Exception {
    String content =
        "{\"t\":1}{\"t\":2} {\"t\":3}\n\n  \n{\"t\":\"}{4}{\"t\":5}{broken}{\"t\":6\n7\r\n{\"t\":8}\n{\"t\":9}{\"t\":10}";
    Path file = folder.resolve(compressed ? "g.jsonl.gz" : "g.jsonl");
    try (OutputStream out =
        compressed
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(content.getBytes(UTF_8));
    }
    RecordedStream stream =
        stream(SETTINGS, List.of(new InputFile(file.toString(), Files.size(file))));
    List<String> expected = all(stream);
    assertThat(expected.size(), greaterThan(9));
    for (int read = 0; read <= expected.size(); read++) {
      List<String> records = new ArrayList<>();
      RecordedStreamMark mark;
      try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
        boolean more = read > 0 && reader.start();
        while (more) {
          records.add(text(only(reader.getCurrent())));
          more = records.size() < read && reader.advance();
        }
        mark = throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
      }
      try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
        if (reader.start()) {
          records.add(text(only(reader.getCurrent())));
        }
        records.addAll(rest(reader));
      }
      assertThat("from mark " + read, records, is(expected));
    }
  }

  private static RecordedStreamMark throughItsCoder(RecordedStream stream, RecordedStreamMark mark)
      throws IOException {
    Coder<RecordedStreamMark> coder = stream.getCheckpointMarkCoder();
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, mark));
  }

  @Test
  void aMarkHoldsHowFarTheEventsHadCome() throws Exception {
    RecordedStream stream = whole(stream(SETTINGS, "500\n100\n101\n102\n103\n104\n"));
    RecordedStreamMark mark;
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      mark = throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
    }
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
      reader.start();
      reader.advance();
      reader.advance();
      assertThat(reader.getWatermark(), is(Instant.ofEpochMilli(490)));
    }
  }

  @Test
  void aFileThatBecameShorterIsReported() throws Exception {
    RecordedStream stream = whole(stream(SETTINGS, "1\n2\n3\n"));
    RecordedStreamMark mark;
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      reader.advance();
      mark = throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
    }
    Files.writeString(folder.resolve("f0.jsonl"), "1");
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
      String message = String.valueOf(assertThrows(IOException.class, reader::start).getMessage());
      assertThat(message, containsString("it has become shorter since this run began to read it"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatWasAppendedSinceTheFileWasFoundIsNotRead(boolean afterACheckpoint) throws Exception {
    RecordedStream stream = whole(stream(SETTINGS, "1\n2\n3"));
    RecordedStreamMark mark = null;
    List<String> read = new ArrayList<>();
    if (afterACheckpoint) {
      try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
        reader.start();
        read.add(text(only(reader.getCurrent())));
        mark = throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
      }
    }
    Files.writeString(folder.resolve("f0.jsonl"), "4\n5\n", StandardOpenOption.APPEND);
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        read.add(text(only(reader.getCurrent())));
      }
    }
    assertThat(read, is(List.of("1", "2", "3")));
  }

  /**
   * The marks come from the first job; the folder, the clock and the disorder come from the second.
   */
  @Test
  void aStreamResumesInAMovedFolderWithNewSettings() throws Exception {
    RecordedStream stream = whole(stream(SETTINGS, "500\n501\n502\n", "600\n601\n"));
    RecordedStreamMark mark;
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      mark = throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
    }
    Path moved = Files.createDirectory(folder.resolve("moved"));
    for (String name : List.of("f0.jsonl", "f1.jsonl")) {
      Files.move(folder.resolve(name), moved.resolve(name));
    }
    PipelineOptions next = PipelineOptionsFactory.create();
    new RecordedReadSettings(
            moved + "/",
            record -> 1_000 + Long.parseLong(text(record).strip()),
            new StreamSettings(Duration.ofMillis(20), 0, false, false),
            1)
        .putInto(next);
    RecordedStream kept = SerializableUtils.clone(stream);
    try (UnboundedReader<List<RawRecord>> reader = kept.createReader(next, mark)) {
      assertThat(reader.start(), is(true));
      assertThat(text(only(reader.getCurrent())), is("501"));
      reader.advance();
      reader.advance();
      assertThat(reader.getWatermark(), is(Instant.ofEpochMilli(1_600 - 20)));
    }
  }

  @Test
  void aDurableStreamEndsWhenTwoCheckpointsHoldAllOfIt() throws IOException {
    StreamSettings durable = new StreamSettings(Duration.ZERO, 0, false, true);
    RecordedStream stream = whole(stream(durable, "1\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      reader.start();
      reader.getCheckpointMark().finalizeCheckpoint();
      rest(reader);
      reader.advance();
      reader.advance();
      // Not later: stateful steps would drop elements that come then.
      Instant closesWindows = GlobalWindow.INSTANCE.maxTimestamp();
      assertThat(reader.getWatermark(), is(closesWindows));
      reader.getCheckpointMark().finalizeCheckpoint();
      assertThat(reader.getWatermark(), is(closesWindows));
      reader.getCheckpointMark().finalizeCheckpoint();
      assertThat(reader.getWatermark(), is(BoundedWindow.TIMESTAMP_MAX_VALUE));
    }
  }

  @Test
  void aRateIsSharedByTheReaders() throws IOException {
    StreamSettings slow = new StreamSettings(Duration.ZERO, 1, false, false);
    RecordedStream stream = whole(stream(slow, "1\n2\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      assertThat(reader.start(), is(true));
      // The second record is due a second later.
      assertThat(reader.advance(), is(false));
    }
    RecordedStream share = stream(SETTINGS, "1\n", "2\n").split(2, options).get(0);
    try (UnboundedReader<List<RawRecord>> reader = share.createReader(options, null)) {
      RecordedStreamMark mark =
          throughItsCoder(stream, (RecordedStreamMark) reader.getCheckpointMark());
      assertThat(mark.readers(), is(2));
    }
    StreamSettings fast = new StreamSettings(Duration.ZERO, 1_000, false, false);
    assertThat(fast.share(2).recordsPerSecond(), is(500L));
  }

  @Test
  void manyFilesAreNotAllKeptOpen() throws IOException {
    String[] contents = new String[200];
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < contents.length; i++) {
      contents[i] = String.format(Locale.ROOT, "%d\n%d\n", 1_000 + 2 * i, 1_001 + 2 * i);
      expected.add(Integer.toString(1_000 + 2 * i));
      expected.add(Integer.toString(1_001 + 2 * i));
    }
    assertThat(all(whole(stream(SETTINGS, contents))), is(expected));
  }

  @Test
  void aFileWithAMarkOrCompressedWithoutASuffixIsPlayedAndResumed() throws IOException {
    StringBuilder numbers = new StringBuilder("\ufeff");
    IntStream.range(1000, 2000).forEach(i -> numbers.append(i).append('\n'));
    byte[] text = numbers.toString().getBytes(UTF_8);
    for (byte[] stored : List.of(text, Samples.compressed(Compression.GZIP, text))) {
      Path file = Files.write(folder.resolve("no-suffix"), stored);
      RecordedStream stream =
          whole(stream(SETTINGS, List.of(new InputFile(file.toString(), stored.length))));
      List<String> all = all(stream);
      assertThat(all.size(), is(1000));
      for (int read : new int[] {0, 1, 2, 500, 999}) {
        RecordedStreamMark mark;
        try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
          if (read > 0) {
            reader.start();
          }
          for (int i = 1; i < read; i++) {
            reader.advance();
          }
          mark = (RecordedStreamMark) reader.getCheckpointMark();
        }
        try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, mark)) {
          List<String> records = new ArrayList<>();
          if (reader.start()) {
            records.add(text(only(reader.getCurrent())));
          }
          records.addAll(rest(reader));
          assertThat(records, is(all.subList(read, all.size())));
        }
      }
    }
  }

  @Test
  void aFileOfAnotherKindStopsTheStreamBeforeItsFirstRecord() throws IOException {
    RecordedStream stream = whole(stream(SETTINGS, "1\n2\n", "[\n{\"a\":3}\n]\n"));
    try (UnboundedReader<List<RawRecord>> reader = stream.createReader(options, null)) {
      assertThrows(UnreadableInputException.class, reader::start);
    }
  }
}
