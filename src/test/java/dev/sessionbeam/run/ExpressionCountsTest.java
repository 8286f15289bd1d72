package dev.sessionbeam.run;

import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.record;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.TestPipelineExtension;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.io.file.InputChanges;
import dev.sessionbeam.prepare.CleanFields;
import dev.sessionbeam.prepare.EnrichEvents;
import dev.sessionbeam.prepare.FilterInvalid;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run counts the evaluations of each expression that had no value. */
@ExtendWith(TestPipelineExtension.class)
class ExpressionCountsTest {
  private static final String DEFINITION =
      """
      name: test
      event:
        machine: machine
        time: {field: time, format: iso8601}
        action: action
        fields: [page]
      clean:
        - when: page > 3
          set: {first: page + 1, second: page.number}
        - when: page == 'x'
          set: {third: int(page)}
        - set: {fourth: 1}
      enrich:
        next: page + 1
        hour: instant.getHours()
        never: page.name
      session: {gap: 30m, opening: page.opens}
      """;

  private static final List<RawRecord> RECORDS =
      List.of(
          record(json("a 10:00 view", "\"page\":1")),
          record(json("a 10:01 view", "\"page\":\"last\"")),
          record(json("a 10:02 view", "\"page\":5")),
          record(json("b 10:03 view")));

  private static ExpressionCounts counts(TestPipeline pipeline, String yaml) throws Exception {
    Definition definition = DefinitionReader.read(yaml, Path.of(""));
    pipeline
        .apply(Create.of(List.of(RECORDS)).withCoder(ListCoder.of(RawRecordCoder.of())))
        .apply(FilterInvalid.of(definition))
        .apply(CleanFields.of(definition))
        .apply(EnrichEvents.of(definition));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return ExpressionCounts.of(result);
  }

  @Test
  void theyAreCountedByTheirPlaceInTheDefinition(TestPipeline pipeline) throws Exception {
    ExpressionCounts counts = counts(pipeline, DEFINITION);
    assertThat(
        counts.withoutValue(),
        is(
            Map.of(
                "clean[0].when", 2L,
                "clean[0].set.second", 1L,
                "enrich.next", 2L,
                "enrich.never", 4L,
                "session.opening", 4L)));
    // An expression that was not evaluated, as in clean[1].set, is not named.
    assertThat(
        counts.never(), is(Set.of("clean[0].set.second", "enrich.never", "session.opening")));
  }

  @Test
  void nothingIsReportedIfEachExpressionHadAValue(TestPipeline pipeline) throws Exception {
    String yaml = DEFINITION.substring(0, DEFINITION.indexOf("clean:"));
    ExpressionCounts counts =
        counts(pipeline, yaml + "enrich: {hour: instant.getHours()}\nsession: {gap: 30m}\n");
    assertThat(counts.values(), is(anEmptyMap()));
  }

  @Test
  void theSummaryHasThem() {
    ExpressionCounts counts =
        new ExpressionCounts(
            new TreeMap<>(Map.of("enrich.a", 7_000L, "enrich.b", 2L)),
            new TreeSet<>(Set.of("enrich.a")));
    Ledger.Revised revised = new Ledger.Revised(0, 0, 0);
    Ledger ledger =
        new Ledger(
            1,
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            new TreeMap<>(),
            revised,
            null,
            null,
            false,
            new TreeMap<>(),
            Ledger.Unwrapped.NONE,
            Deliveries.NONE,
            new Findings(
                Rejections.NONE,
                new TreeMap<>(),
                counts,
                null,
                OutputFiles.NONE,
                InputChanges.NONE));
    assertThat(
        ledger.values().get("expressions_without_value"),
        is(Map.of("enrich.a", 7_000L, "enrich.b", 2L)));
    assertThat(ledger.values().get("expressions_never_with_value"), is(List.of("enrich.a")));
    assertThat(ledger.findings().text(), containsString("Expressions that never had a value"));
    assertThat(
        ledger.findings().text(),
        containsString("    enrich.a                               7,000\n"));
    assertThat(ledger.findings().text(), not(containsString("enrich.b")));
  }
}
