package dev.sessionbeam.output;

import static dev.sessionbeam.TestEvents.REJECTED;
import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static dev.sessionbeam.TestEvents.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import dev.sessionbeam.failure.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejected records are written as lines, in the files of their datasets. */
@ExtendWith(TestPipelineExtension.class)
class RejectedLinesTest {
  private static final RejectedRecord WITHOUT_ACTION =
      new RejectedRecord(
          record("{\"machine\": \"a\"}"),
          Reason.MISSING_FIELD,
          Stage.VALIDATE,
          "is missing",
          "action");

  private static final RejectedRecord LATIN =
      new RejectedRecord(
          new RawRecord(new byte[] {'{', (byte) 0xE9, '}'}, new FileOrigin("latin.gz", 4711)),
          Reason.NOT_UTF8,
          Stage.VALIDATE,
          "byte 1",
          null);

  private static final RejectedRecord LATE =
      new RejectedRecord(
          new RawRecord(
              json("a 10:00 view").getBytes(UTF_8),
              new KinesisOrigin("clicks", "shard-1", "4711", 2, "key", millis("12:00"))),
          Reason.LATE,
          Stage.ADMIT,
          "came too late",
          null);

  @TempDir private Path folder;

  private static PCollectionTuple read(boolean stream, TestPipeline pipeline) {
    return Results.ofRejected(
        stream
            ? pipeline.apply(
                TestStream.create(RejectedRecordCoder.of())
                    .addElements(REJECTED, WITHOUT_ACTION, LATIN)
                    .addElements(LATE)
                    .advanceWatermarkToInfinity())
            : pipeline.apply(
                Create.of(REJECTED, WITHOUT_ACTION, LATIN, LATE)
                    .withCoder(RejectedRecordCoder.of())));
  }

  private WriteResults write() {
    return WriteResults.of(definition(), WriteLines.to(folder.toString(), Codec.GZIP, 1));
  }

  @Test
  void aRunOverARangeOfDaysWritesNoRejectedRecords(TestPipeline pipeline) throws IOException {
    read(false, pipeline).apply(write().withoutRejected());
    pipeline.run();
    assertThat(Written.files(folder), is(List.of()));
  }

  /** Returns all lines, with TODAY in place of the date of processing in the folders' names. */
  private Map<String, List<String>> linesOfToday() throws IOException {
    Map<String, List<String>> lines = new TreeMap<>();
    Written.lines(folder)
        .forEach(
            (partition, all) ->
                lines.put(partition.replaceFirst("date=\\d{4}-\\d\\d-\\d\\d$", "TODAY"), all));
    return lines;
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void aRejectedRecordBecomesALineWithItsReasonSourceAndBytes(boolean stream, TestPipeline pipeline)
      throws IOException {
    read(stream, pipeline).apply(write());
    pipeline.run();
    assertThat(
        linesOfToday(),
        is(
            Map.of(
                "invalid/TODAY",
                """
                {"reason":"missing_field","stage":"validate","message":"is missing","field":"action","source":{"file":"events.jsonl","offset":0},"raw":"{\\"machine\\": \\"a\\"}"}
                {"reason":"not_json","stage":"validate","message":"is not JSON","source":{"file":"events.jsonl","offset":0},"raw":"not JSON"}
                {"reason":"not_utf8","stage":"validate","message":"byte 1","source":{"file":"latin.gz","offset":4711},"raw_base64":"e+l9"}
                """
                    .lines()
                    .toList(),
                "late/TODAY",
                """
                {"reason":"late","stage":"admit","message":"came too late","source":{"stream":"clicks","shard":"shard-1","sequence_number":"4711","part":2,"partition_key":"key","arrival":1486296000000},"raw":"{\\"machine\\":\\"a\\",\\"time\\":\\"2017-02-05T10:00:00Z\\",\\"action\\":\\"view\\"}"}
                """
                    .lines()
                    .toList())));
  }

  @ParameterizedTest(name = "stream: {0}")
  @ValueSource(booleans = {false, true})
  void linesAreCountedByDataset(boolean stream, TestPipeline pipeline) {
    read(stream, pipeline).apply(write());
    PipelineResult result = pipeline.run();
    Map<String, Long> lines = Counters.of(WriteLines.class, result);
    assertThat(List.of(lines.get("invalid"), lines.get("late")), is(List.of(3L, 1L)));
  }
}
