package dev.sessionbeam.prepare;

import static dev.sessionbeam.TestEvents.REJECTED;
import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static dev.sessionbeam.TestEvents.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.ParsedEvent;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.event.TimedEventCoder;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events get new fields, and the values that a session needs. */
@ExtendWith(TestPipelineExtension.class)
class EnrichEventsTest {
  private static final EnrichEvents ENRICH =
      EnrichEvents.of(
          definition(
              """
              enrich:
                hour: instant.getHours()
                next_page: page + 1
              """));

  private static final String NO_ACTION = "{\"machine\": \"a\"}";

  private static final RecordBatch<TimedEvent> CLEANED =
      new RecordBatch<>(
          List.of(
              cleaned("09:59:59.999", json("a 09:59:59.999 view")),
              cleaned("10:00", json("a 10:00 start", "\"page\":41")),
              cleaned("10:20", json("b 10:20 view", "\"page\":\"last\"")),
              cleaned("11:00", json("b 11:00 view")),
              cleaned("10:40", NO_ACTION)),
          List.of(REJECTED));

  private static TimedEvent cleaned(String time, String json) {
    try {
      JsonObject fields = JsonObject.parse(json.getBytes(UTF_8));
      return new TimedEvent(new ParsedEvent(record(json), fields), millis(time));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static PCollection<RecordBatch<SourcedEvent>> apply(
      TestPipeline pipeline, EnrichEvents enrich) {
    return pipeline
        .apply(Create.of(CLEANED).withCoder(RecordBatch.coder(TimedEventCoder.of())))
        .apply(enrich);
  }

  private static String fields(SourcedEvent sourced) {
    return new String(sourced.event().json(), UTF_8);
  }

  private static EnrichEvents fromTenToEleven() {
    long from = millis("10:00");
    long to = millis("11:00");
    return ENRICH.only(millis -> millis >= from && millis < to);
  }

  @Test
  void newFieldsComeAfterTheEventsOwnIfTheyCanBeComputed(TestPipeline pipeline) {
    PAssert.that(Batches.passed(apply(pipeline, ENRICH), EnrichEventsTest::fields))
        .containsInAnyOrder(
            json("a 09:59:59.999 view", "\"hour\":9"),
            json("a 10:00 start", "\"page\":41", "\"hour\":10", "\"next_page\":42"),
            json("b 10:20 view", "\"page\":\"last\"", "\"hour\":10"),
            json("b 11:00 view", "\"hour\":11"));
    pipeline.run();
  }

  @Test
  void anEventHasTheValuesThatASessionNeeds(TestPipeline pipeline) {
    PCollection<String> known =
        Batches.passed(
            apply(pipeline, fromTenToEleven()),
            sourced -> TestEvents.text(List.of(sourced.event())) + " " + sourced.event().opening());
    PAssert.that(known).containsInAnyOrder("a 10:00 start true", "b 10:20 view false");
    pipeline.run();
  }

  @Test
  void anEventKeepsItsRawRecord(TestPipeline pipeline) {
    PCollection<String> records =
        Batches.passed(
            apply(pipeline, fromTenToEleven()), sourced -> TestEvents.text(sourced.record()));
    PAssert.that(records)
        .containsInAnyOrder(
            json("a 10:00 start", "\"page\":41"), json("b 10:20 view", "\"page\":\"last\""));
    pipeline.run();
  }

  @Test
  void rejectedRecordsOfEarlierStepsAreKept(TestPipeline pipeline) {
    PAssert.that(Batches.rejected(apply(pipeline, ENRICH)))
        .containsInAnyOrder(
            "not_json at validate: not JSON", "missing_field action at enrich: " + NO_ACTION);
    pipeline.run();
  }

  @Test
  void anEventThatIsNotNeededIsLeftOutAndNotRejected(TestPipeline pipeline) {
    PCollection<RecordBatch<SourcedEvent>> enriched =
        apply(pipeline, ENRICH.only(millis -> millis < millis("10:00")));
    PAssert.that(Batches.passed(enriched, EnrichEventsTest::fields))
        .containsInAnyOrder(json("a 09:59:59.999 view", "\"hour\":9"));
    PAssert.that(Batches.rejected(enriched)).containsInAnyOrder("not_json at validate: not JSON");
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(EnrichEvents.class, result),
        is(Map.of("records_in", 5L, "records_out", 1L, "records_rejected", 0L)));
  }

  @Test
  void onlyEventsThatReachThisStepAreCountedInIt(TestPipeline pipeline) {
    apply(pipeline, ENRICH);
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(EnrichEvents.class, result),
        is(Map.of("records_in", 5L, "records_out", 4L, "records_rejected", 1L)));
    assertThat(
        "by reason", Counters.of(RejectedRecord.class, result), is(Map.of("missing_field", 1L)));
  }
}
