package dev.sessionbeam.prepare;

import static dev.sessionbeam.TestEvents.definition;
import static org.apache.beam.sdk.values.TypeDescriptors.strings;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.RecordBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records become events or rejected records. */
@ExtendWith(TestPipelineExtension.class)
class FilterInvalidTest {
  private static final String EVENTS =
      """
      {"machine":"a","time":"2017-02-05T10:00:00Z","action":"start"}
      {"machine":"a","time":"2017-02-05T10:05:00Z","action":"view","page":{"number":7.0}}
      {"machine":"b","time":"2017-02-05T10:10:00Z","action":" View "}
      """;

  private static final String INVALID =
      """
      {"machine":"a","time":"2017-02-05T10:00:00Z"}
      {"machine":"a","time":"2017-02-05T10:00:00Z","action":null}
      {"machine":" ","time":"2017-02-05T10:00:00Z","action":"view"}
      {"machine":"a","time":1486288800000,"action":"view"}
      {"machine":"a","time":"2017-02-05T10:00:00Z","action":"view","action":"view"}
      {"machine":"a","time":"2017-02-05T10:00:00Z","act
      ["machine","a"]
      """;

  private static PCollection<RecordBatch<ParsedEvent>> filter(
      TestPipeline pipeline, String... elements) {
    return filter(pipeline, Arrays.stream(elements).map(TestEvents::records).toList());
  }

  private static PCollection<RecordBatch<ParsedEvent>> filter(
      TestPipeline pipeline, List<List<RawRecord>> elements) {
    return pipeline
        .apply(Create.of(elements).withCoder(ListCoder.of(RawRecordCoder.of())))
        .apply(FilterInvalid.of(definition("validate: {allowed: {page.number: [7]}}")));
  }

  @Test
  void eventsPassWithAllTheirFields(TestPipeline pipeline) {
    PCollection<String> passed =
        Batches.passed(filter(pipeline, EVENTS + INVALID), event -> event.fields().toString());
    PAssert.that(passed).containsInAnyOrder(EVENTS.lines().toList());
    pipeline.run();
  }

  @Test
  void invalidRecordsAreRejectedWithTheirReasons(TestPipeline pipeline) {
    PAssert.that(Batches.rejected(filter(pipeline, EVENTS + INVALID)))
        .containsInAnyOrder(
            """
            missing_field action at validate: {"machine":"a","time":"2017-02-05T10:00:00Z"}
            missing_field action at validate: {"machine":"a","time":"2017-02-05T10:00:00Z","action":null}
            blank_field machine at validate: {"machine":" ","time":"2017-02-05T10:00:00Z","action":"view"}
            wrong_type time at validate: {"machine":"a","time":1486288800000,"action":"view"}
            duplicate_field action at validate: {"machine":"a","time":"2017-02-05T10:00:00Z","action":"view","action":"view"}
            not_json at validate: {"machine":"a","time":"2017-02-05T10:00:00Z","act
            not_an_object at validate: ["machine","a"]
            """
                .lines()
                .toList());
    pipeline.run();
  }

  @Test
  void theDefinitionsOwnChecksApplyToo(TestPipeline pipeline) {
    String eight = EVENTS.replace("7.0", "8");
    PAssert.that(Batches.rejected(filter(pipeline, eight)))
        .containsInAnyOrder(
            "value_not_allowed page.number at validate: " + eight.lines().toList().get(1));
    pipeline.run();
  }

  @Test
  void aRejectedRecordKeepsItsBytesAndWhereItWasRead(TestPipeline pipeline) {
    RawRecord latin =
        new RawRecord(new byte[] {'{', (byte) 0xE9, '}'}, new FileOrigin("latin.gz", 4711));
    PAssert.that(
            filter(pipeline, List.of(List.of(latin)))
                .apply(
                    FlatMapElements.into(TypeDescriptor.of(RawRecord.class))
                        .via(
                            batch ->
                                batch.rejected().stream().map(RejectedRecord::record).toList()))
                .setCoder(RawRecordCoder.of()))
        .containsInAnyOrder(latin);
    pipeline.run();
  }

  @Test
  void recordsOfOneElementStayTogether(TestPipeline pipeline) {
    PCollection<String> sizes =
        filter(pipeline, EVENTS, INVALID, "{}", "")
            .apply(
                MapElements.into(strings())
                    .via(batch -> batch.passed().size() + " and " + batch.rejected().size()));
    PAssert.that(sizes).containsInAnyOrder("3 and 0", "0 and 7", "0 and 1", "0 and 0");
    pipeline.run();
  }

  @Test
  void everyRecordIsCounted(TestPipeline pipeline) {
    filter(pipeline, EVENTS, INVALID);
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(FilterInvalid.class, result),
        is(Map.of("records_in", 10L, "records_out", 3L, "records_rejected", 7L)));
    assertThat(
        "by reason",
        Counters.of(RejectedRecord.class, result),
        is(
            Map.of(
                "missing_field", 2L,
                "blank_field", 1L,
                "wrong_type", 1L,
                "duplicate_field", 1L,
                "not_json", 1L,
                "not_an_object", 1L)));
  }
}
