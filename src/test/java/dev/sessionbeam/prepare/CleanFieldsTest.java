package dev.sessionbeam.prepare;

import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.millis;
import static dev.sessionbeam.TestEvents.records;
import static dev.sessionbeam.TestEvents.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestEvents;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.RecordBatch;
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

/** The fields of events are cleaned. Events that are not valid after that are rejected. */
@ExtendWith(TestPipelineExtension.class)
class CleanFieldsTest {
  private static final String RULES =
      """
      clean:
        - when: machine == 'old'
          trim: action
          lower: action
        - map: {action: {none: null}}
      """;

  private static final String RECORDS =
      """
      {"machine":"old","time":"2017-02-05T10:00:00Z","action":" START ","n":1.0}
      {"machine":"new","time":"2017-02-05T11:00:00+01:00","action":" START "}
      {"machine":"new","time":"2017-02-05T10:10:00.001Z","action":"view"}
      {"machine":"new", "time":"2017-02-05T10:20:00Z", "action":"none"}
      {"machine":"new","time":"tomorrow","action":"view"}
      {"machine":"new","time":"1999-12-31T23:59:59.999Z","action":"view"}
      {"machine":"new","time":"2000-01-01T00:00:00Z","action":"view"}
      {"machine":"new","time":"2099-12-31T23:59:59.999Z","action":"view"}
      {"machine":"old","time":"2100-01-01T00:00:00Z","action":" VIEW "}
      not JSON
      """;

  private static PCollection<RecordBatch<TimedEvent>> clean(
      TestPipeline pipeline, List<RawRecord> records) {
    return pipeline
        .apply(Create.of(List.of(records)).withCoder(ListCoder.of(RawRecordCoder.of())))
        .apply(FilterInvalid.of(definition(RULES)))
        .apply(CleanFields.of(definition(RULES)));
  }

  @Test
  void aRuleChangesTheEventsOfItsConditionAndNoOthers(TestPipeline pipeline) {
    PCollection<String> fields =
        Batches.passed(
            clean(pipeline, records(RECORDS).subList(0, 3)),
            timed -> timed.event().fields().toString());
    PAssert.that(fields)
        .containsInAnyOrder(
            """
            {"machine":"old","time":"2017-02-05T10:00:00Z","action":"start","n":1.0}
            {"machine":"new","time":"2017-02-05T11:00:00+01:00","action":" START "}
            {"machine":"new","time":"2017-02-05T10:10:00.001Z","action":"view"}
            """
                .lines()
                .toList());
    pipeline.run();
  }

  @Test
  void anEventGetsItsInstant(TestPipeline pipeline) {
    PCollection<String> times =
        Batches.passed(
            clean(pipeline, records(RECORDS).subList(0, 3)), timed -> time(timed.millis()));
    PAssert.that(times).containsInAnyOrder("10:00", "10:00", "10:10:00.001");
    pipeline.run();
  }

  @Test
  void anEventWithASpoiledRoleOrAWrongTimeIsRejected(TestPipeline pipeline) {
    PAssert.that(Batches.rejected(clean(pipeline, records(RECORDS))))
        .containsInAnyOrder(
            """
            missing_field action at clean: {"machine":"new", "time":"2017-02-05T10:20:00Z", "action":"none"}
            unreadable_time time at check_time: {"machine":"new","time":"tomorrow","action":"view"}
            time_out_of_range time at check_time: {"machine":"new","time":"1999-12-31T23:59:59.999Z","action":"view"}
            time_out_of_range time at check_time: {"machine":"old","time":"2100-01-01T00:00:00Z","action":" VIEW "}
            not_json at validate: not JSON
            """
                .lines()
                .toList());
    pipeline.run();
  }

  @Test
  void anEventTooFarAfterItsArrivalIsRejected(TestPipeline pipeline) {
    List<RawRecord> arrivals =
        List.of(
            arrived("a 10:00 view", "09:00"),
            arrived("b 10:00:00.001 view", "09:00"),
            arrived("c 10:00 view", "23:00"));
    PAssert.that(Batches.rejected(clean(pipeline, arrivals)))
        .containsInAnyOrder(
            "ahead_of_arrival time at check_time: " + TestEvents.json("b 10:00:00.001 view"));
    pipeline.run();
  }

  private static RawRecord arrived(String event, String time) {
    KinesisOrigin origin = new KinesisOrigin("events", "shard-1", "1", 0, "key", millis(time));
    return new RawRecord(TestEvents.json(event).getBytes(UTF_8), origin);
  }

  @Test
  void theRawRecordStaysForStepsThatMayRejectItLater(TestPipeline pipeline) {
    String record = RECORDS.lines().toList().get(0);
    PCollection<String> raw =
        Batches.passed(
            clean(pipeline, records(record)), timed -> TestEvents.text(timed.event().raw()));
    PAssert.that(raw).containsInAnyOrder(record);
    pipeline.run();
  }

  @Test
  void onlyEventsThatReachThisStepAreCountedInIt(TestPipeline pipeline) {
    clean(pipeline, records(RECORDS));
    PipelineResult result = pipeline.run();
    assertThat(
        Counters.of(CleanFields.class, result),
        is(Map.of("records_in", 9L, "records_out", 5L, "records_rejected", 4L)));
    assertThat(
        "by reason",
        Counters.of(RejectedRecord.class, result),
        is(
            Map.of(
                "not_json",
                1L,
                "missing_field",
                1L,
                "unreadable_time",
                1L,
                "time_out_of_range",
                2L)));
  }
}
