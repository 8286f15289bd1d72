package dev.sessionbeam.io;

import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.text;
import static dev.sessionbeam.TestEvents.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.RecordTimes;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.file.InputFile;
import dev.sessionbeam.io.file.InputFiles;
import dev.sessionbeam.io.file.InvalidInputException;
import dev.sessionbeam.io.file.PlayFiles;
import dev.sessionbeam.io.file.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Plays files as a stream: each file is a shard, and all files advance together. */
@ExtendWith(TestPipelineExtension.class)
class StreamRecordsTest {
  @TempDir private Path folder;

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines), UTF_8);
  }

  private PCollection<List<RawRecord>> play(boolean envelopes, TestPipeline pipeline)
      throws InvalidInputException {
    List<String> inputs = List.of(folder.toString());
    List<InputFile> files = InputFiles.find(inputs);
    return pipeline.apply(
        StreamRecords.from(
            PlayFiles.from(
                files,
                InputFiles.folder(inputs, files),
                RecordTimes.clock(definition()),
                new StreamSettings(Duration.ofMinutes(2), 0, envelopes, false))));
  }

  private static PCollection<String> texts(PCollection<List<RawRecord>> elements) {
    return elements.apply(
        FlatMapElements.into(strings())
            .via(element -> element.stream().map(TestEvents::text).toList()));
  }

  @Test
  void everyRecordIsEmittedAndCounted(TestPipeline pipeline) throws Exception {
    write("shard1.jsonl", json("a 10:00 view"), json("a 10:10 view") + json("a 10:20 view"));
    write("shard2.jsonl", json("b 10:05 view"), "not JSON");
    write("shard3.jsonl", "");
    PCollection<List<RawRecord>> records = play(false, pipeline);
    assertThat(records.isBounded(), is(PCollection.IsBounded.UNBOUNDED));
    PAssert.that(texts(records))
        .containsInAnyOrder(
            json("a 10:00 view"),
            json("a 10:10 view"),
            json("a 10:20 view"),
            json("b 10:05 view"),
            "not JSON");
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(ReadMetrics.class, result), is(Map.of("records", 5L)));
  }

  @Test
  void recordsAreTakenOutOfTheirEnvelopes(TestPipeline pipeline) throws Exception {
    write(
        "late.jsonl",
        "{\"reason\":\"late\",\"source\":{\"file\":\"a\",\"offset\":7},\"raw\":\"{\\\"n\\\":1}\"}");
    PAssert.that(texts(play(true, pipeline))).containsInAnyOrder("{\"n\":1}");
    pipeline.run();
  }

  @Test
  void anElementHoldsManyRecordsAtTheTimeOfTheEarliestEvent(TestPipeline pipeline)
      throws Exception {
    write(
        "shard1.jsonl",
        "not JSON",
        json("a 10:20 view"),
        json("a 10:10 view"),
        json("a 10:30 view"));
    PCollection<String> elements = play(false, pipeline).apply(ParDo.of(new DescribeFn()));
    PAssert.that(elements).containsInAnyOrder("4 records at 10:10, the first is not JSON");
    pipeline.run();
  }

  private static final class DescribeFn extends DoFn<List<RawRecord>, String> {
    @ProcessElement
    public void process(
        @Element List<RawRecord> element, @Timestamp Instant time, OutputReceiver<String> out) {
      out.output(
          element.size()
              + " records at "
              + time(time.getMillis())
              + ", the first is "
              + text(element.get(0)));
    }
  }
}
