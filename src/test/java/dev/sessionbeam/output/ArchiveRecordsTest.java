package dev.sessionbeam.output;

import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.RecordTimes;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of a stream are archived, so that each can be read again as it came. */
@ExtendWith(TestPipelineExtension.class)
class ArchiveRecordsTest {
  private static final ListCoder<RawRecord> CODER = ListCoder.of(RawRecordCoder.of());

  private static final List<RawRecord> RECORDS =
      List.of(
          arrived("10:00", 1, json("a 09:59 view")),
          arrived("10:59:59.999", 2, json("a 10:59 view")),
          arrived("11:00", 3, json("a 11:00 view")),
          arrived("11:00", 4, "not JSON"),
          arrived("11:00", 5, "of two\nlines"),
          arrived("11:00", 6, json("a 12:00:00.001 view")));

  @TempDir private Path folder;

  private static RawRecord arrived(String time, int sequenceNumber, String text) {
    return new RawRecord(
        text.getBytes(UTF_8),
        new KinesisOrigin(
            "clicks", "shard-1", String.valueOf(sequenceNumber), 0, "key", millis(time)));
  }

  private ArchiveRecords archive() {
    return ArchiveRecords.of(
        RecordTimes.plainInArchive(definition()), WriteLines.to(folder.toString(), Codec.GZIP, 1));
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void aRecordIsALineInTheFolderOfTheHourOfItsArrival(boolean stream, TestPipeline pipeline)
      throws IOException {
    List<RawRecord> first = RECORDS.subList(0, 3);
    List<RawRecord> others = RECORDS.subList(3, RECORDS.size());
    (stream
            ? pipeline.apply(
                TestStream.create(CODER)
                    .addElements(first)
                    .addElements(others)
                    .advanceWatermarkToInfinity())
            : pipeline.apply(Create.of(first, others).withCoder(CODER)))
        .apply(archive());
    pipeline.run();
    assertThat(
        Written.lines(folder),
        is(
            Map.of(
                "date=2017-02-05/hour=10",
                List.of(json("a 09:59 view"), json("a 10:59 view")),
                "date=2017-02-05/hour=11",
                List.of("not JSON", json("a 11:00 view")),
                "date=2017-02-05/hour=11/enveloped",
                """
                {"source":{"stream":"clicks","shard":"shard-1","sequence_number":"5","part":0,"partition_key":"key","arrival":1486292400000},"raw":"of two\\nlines"}
                {"source":{"stream":"clicks","shard":"shard-1","sequence_number":"6","part":0,"partition_key":"key","arrival":1486292400000},"raw":"{\\"machine\\":\\"a\\",\\"time\\":\\"2017-02-05T12:00:00.001Z\\",\\"action\\":\\"view\\"}"}
                """
                    .lines()
                    .toList())));
  }

  @Test
  void equalRecordsOfAStreamAreAllKept(TestPipeline pipeline) throws IOException {
    String text = json("a 09:59 view");
    pipeline
        .apply(
            TestStream.create(CODER)
                .addElements(List.of(arrived("10:00", 1, text), arrived("10:00", 2, text)))
                .advanceProcessingTime(Duration.standardMinutes(2))
                .addElements(List.of(arrived("10:00", 3, text), arrived("10:00", 4, text)))
                .advanceWatermarkToInfinity())
        .apply(archive());
    pipeline.run();
    assertThat(Written.files(folder), hasSize(2));
    assertThat(
        Written.lines(folder),
        is(Map.of("date=2017-02-05/hour=10", List.of(text, text, text, text))));
  }
}
