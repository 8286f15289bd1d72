package dev.sessionbeam.prepare;

import static dev.sessionbeam.TestEvents.definition;
import static dev.sessionbeam.TestEvents.records;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.Counters;
import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.event.TimedEvent;
import dev.sessionbeam.packing.RecordBatch;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that the definition does not keep are left out and counted. */
@ExtendWith(TestPipelineExtension.class)
class FilterEventsTest {
  private static final String RECORDS =
      """
      {"machine":"a","time":"2017-02-05T10:00:00Z","action":"view","n":1}
      {"machine":"b","time":"2017-02-05T10:00:01Z","action":"PING"}
      {"machine":"c","time":"2017-02-05T10:00:02Z","action":"view","n":9}
      {"machine":"d","time":"2017-02-05T10:00:03Z","action":"view","n":"many"}
      {"machine":"e","time":"2017-02-05T10:00:04Z"}
      not JSON
      """;

  private static PCollection<RecordBatch<TimedEvent>> filter(TestPipeline pipeline, String rules) {
    return pipeline
        .apply(Create.of(List.of(records(RECORDS))).withCoder(ListCoder.of(RawRecordCoder.of())))
        .apply(FilterInvalid.of(definition(rules)))
        .apply(CleanFields.of(definition(rules)))
        .apply(FilterEvents.of(definition(rules)));
  }

  private static PCollection<String> machines(PCollection<RecordBatch<TimedEvent>> batches) {
    return Batches.passed(
        batches,
        timed -> {
          String fields = timed.event().fields().toString();
          return fields.substring("{\"machine\":\"".length(), "{\"machine\":\"".length() + 1);
        });
  }

  @Test
  void anEventIsLeftOutIfTheConditionIsFalseForItsCleanedFields(TestPipeline pipeline) {
    String rules = "clean: [{lower: action}]\nfilter: {keep: action != 'ping'}\n";
    PCollection<RecordBatch<TimedEvent>> kept = filter(pipeline, rules);
    PAssert.that(machines(kept)).containsInAnyOrder("a", "c", "d");
    PAssert.that(Batches.rejected(kept))
        .containsInAnyOrder(
            "missing_field action at validate: {\"machine\":\"e\",\"time\":\"2017-02-05T10:00:04Z\"}",
            "not_json at validate: not JSON");
    PipelineResult result = pipeline.run();
    assertThat(Counters.of(FilterEvents.class, result).get(FilterEvents.FILTERED), is(1L));
    assertThat(Counters.of(FilterEvents.class, result).get(ApplyRule.RECORDS_IN), is(4L));
    assertThat(Counters.of(FilterEvents.class, result).get(ApplyRule.RECORDS_OUT), is(3L));
  }

  @Test
  void anEventForWhichTheConditionHasNoValueIsKept(TestPipeline pipeline) {
    String rules = "filter: {keep: this.n < 5}\n";
    PAssert.that(machines(filter(pipeline, rules))).containsInAnyOrder("a", "b", "d");
    pipeline.run();
  }

  @Test
  void theConditionMayUseTheTimeOfTheEvent(TestPipeline pipeline) {
    String rules = "filter: {keep: instant.getSeconds() >= 2}\n";
    PAssert.that(machines(filter(pipeline, rules))).containsInAnyOrder("c", "d");
    pipeline.run();
  }

  @Test
  void withoutAFilterEveryEventIsKept(TestPipeline pipeline) {
    PAssert.that(machines(filter(pipeline, ""))).containsInAnyOrder("a", "b", "c", "d");
    pipeline.run();
  }
}
