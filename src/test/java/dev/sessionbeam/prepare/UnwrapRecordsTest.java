package dev.sessionbeam.prepare;

import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.record;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.packing.RecordBatch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each record in a record becomes an event or a rejected record. */
@ExtendWith(TestPipelineExtension.class)
class UnwrapRecordsTest {
  private static final List<RawRecord> RECORDS =
      List.of(
          record("{\"batch\":[" + json("a 10:00 view") + ",null," + json("a 10:05 view") + "]}"),
          record(json("b 10:00 view")),
          record("{\"batch\":[]}"),
          record("{\"batch\":[{\"machine\":\"c\"}]}"),
          record("{\"batch\":[{\"machine\":\"d\"}"),
          record("[" + json("e 10:00 view") + "]"));

  private static PCollection<RecordBatch<ParsedEvent>> filter(TestPipeline pipeline) {
    return pipeline
        .apply(Create.of(RECORDS, RECORDS).withCoder(ListCoder.of(RawRecordCoder.of())))
        .apply(FilterInvalid.of(TestEvents.unwrapping("batch")));
  }

  @Test
  void eachIsAnEventOrRejectedByItself(TestPipeline pipeline) {
    PCollection<RecordBatch<ParsedEvent>> batches = filter(pipeline);
    PAssert.that(Batches.passed(batches, event -> event.fields().toString()))
        .containsInAnyOrder(
            twice(
                json("a 10:00 view"),
                json("a 10:05 view"),
                json("b 10:00 view"),
                json("e 10:00 view")));
    PAssert.that(Batches.rejected(batches))
        .containsInAnyOrder(
            twice(
                "missing_field batch at validate: null",
                "missing_field action at validate: {\"machine\":\"c\"}",
                "not_json at validate: {\"batch\":[{\"machine\":\"d\"}"));
    pipeline.run();
  }

  private static List<String> twice(String... texts) {
    return List.of(texts).stream().flatMap(text -> Collections.nCopies(2, text).stream()).toList();
  }

  @Test
  void containersAndTheirRecordsAreCounted(TestPipeline pipeline) {
    filter(pipeline);
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(UnwrapRecords.class, result),
        is(Map.of("containers", 8L, "inner_records", 10L)));
    assertThat(
        Counters.of(FilterInvalid.class, result),
        is(Map.of("records_in", 14L, "records_out", 8L, "records_rejected", 6L)));
    assertThat(
        "by reason",
        Counters.of(RejectedRecord.class, result),
        is(Map.of("missing_field", 4L, "not_json", 2L)));
  }

  /** Not all records of a list are in memory at once. */
  @Test
  void aListBecomesSeveralBatches() {
    RawRecord many = record("[" + "0,".repeat(60_000) + "0]");
    int batches = 0;
    int records = 0;
    for (RecordBatch<RawRecord> batch :
        new UnwrapRecords(FieldPath.of("this"), FilterInvalid.class)
            .apply(List.of(many, many, many))) {
      batches++;
      records += batch.passed().size();
      assertThat(batch.passed().size(), is(60_001));
    }
    assertThat(batches, is(3));
    assertThat(records, is(greaterThan(180_000)));
  }
}
