package dev.sessionbeam.io.file;

import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.ReadMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests what counts as a record in a file, and what is known about the record. */
@ExtendWith(TestPipelineExtension.class)
class ReadRecordsTest {
  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream compressed = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      compressed.write(text.getBytes(UTF_8));
    }
  }

  private PCollection<List<RawRecord>> read(boolean replay, TestPipeline pipeline)
      throws InvalidInputException {
    List<InputFile> files = InputFiles.find(List.of(folder.toString()));
    return pipeline.apply(ReadRecords.from(files, replay));
  }

  /** Each record as {@code file:offset record}. */
  private PCollection<String> records(PCollection<List<RawRecord>> elements) {
    String prefix = folder + "/";
    return elements.apply(
        "Records",
        FlatMapElements.into(strings())
            .via(records -> records.stream().map(record -> place(record, prefix)).toList()));
  }

  private static String place(RawRecord record, String prefix) {
    FileOrigin origin = (FileOrigin) record.origin();
    return origin.file().replace(prefix, "") + ":" + origin.offset() + " " + text(record);
  }

  @Test
  void aLineIsARecordAndABlankOneIsNot(TestPipeline pipeline) throws Exception {
    write("a.jsonl", "{\"n\":1}\n\n  \n{\"n\":2}\r\nnot JSON\n[3]");
    write("days/b.jsonl", "{\"n\":4}\n");
    write("empty.jsonl", "");
    PAssert.that(records(read(false, pipeline)))
        .containsInAnyOrder(
            "a.jsonl:0 {\"n\":1}",
            "a.jsonl:12 {\"n\":2}",
            "a.jsonl:21 not JSON",
            "a.jsonl:30 [3]",
            "days/b.jsonl:0 {\"n\":4}");
    pipeline.run();
  }

  @Test
  void objectsOnOneLineAreSeparateRecords(TestPipeline pipeline) throws Exception {
    write("a.jsonl", "{\"n\":1}{\"n\":\"}{\"}{\"n\":{}}\n{\"n\":4}");
    PAssert.that(records(read(false, pipeline)))
        .containsInAnyOrder(
            "a.jsonl:0 {\"n\":1}",
            "a.jsonl:7 {\"n\":\"}{\"}",
            "a.jsonl:17 {\"n\":{}}",
            "a.jsonl:26 {\"n\":4}");
    pipeline.run();
  }

  @Test
  void aCompressedFileHasTheSameRecords(TestPipeline pipeline) throws Exception {
    write("a.jsonl.gz", "{\"n\":1}{\"n\":2}\n{\"n\":3}\n");
    PAssert.that(records(read(false, pipeline)))
        .containsInAnyOrder(
            "a.jsonl.gz:0 {\"n\":1}", "a.jsonl.gz:7 {\"n\":2}", "a.jsonl.gz:15 {\"n\":3}");
    pipeline.run();
  }

  private static final String ENVELOPES =
      """
      {"reason":"late","stage":"admit","message":"","source":{"file":"day1.gz","offset":70},"raw":"{\\"n\\":1}"}
      {"reason":"not_utf8","stage":"validate","message":"","source":{"file":"day1.gz","offset":80},"raw_base64":"e30="}
      {"n":3}
      """;

  @Test
  void aReplayTakesRecordsAndTheirOriginsOutOfEnvelopes(TestPipeline pipeline) throws Exception {
    write("late/part.jsonl.gz", ENVELOPES);
    PAssert.that(records(read(true, pipeline)))
        .containsInAnyOrder(
            "day1.gz:70 {\"n\":1}",
            "day1.gz:80 {}",
            "late/part.jsonl.gz:" + ENVELOPES.indexOf("{\"n\":3}") + " {\"n\":3}");
    pipeline.run();
  }

  @Test
  void withoutReplayAnEnvelopeIsARecordLikeAnyOther(TestPipeline pipeline) throws Exception {
    write("part.jsonl", ENVELOPES.lines().toList().get(0));
    PAssert.that(records(read(false, pipeline)))
        .containsInAnyOrder("part.jsonl:0 " + ENVELOPES.lines().toList().get(0));
    pipeline.run();
  }

  @Test
  void anElementHoldsManyRecordsAndEachIsCounted(TestPipeline pipeline) throws Exception {
    write("a.jsonl", (json("a 10:00 view") + "\n").repeat(1_000));
    PCollection<String> sizes =
        read(false, pipeline)
            .apply(MapElements.into(strings()).via(element -> element.size() + " records"));
    PAssert.that(sizes).containsInAnyOrder("1000 records");
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(ReadMetrics.class, result), is(Map.of("records", 1_000L)));
  }
}
