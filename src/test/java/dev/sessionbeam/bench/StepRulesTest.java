package dev.sessionbeam.bench;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepRulesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final String JSON = "dev.sessionbeam.json.JsonScanner";
  private static final String RULE = "dev.sessionbeam.prepare.ApplyRule$RuleFn";
  private static final String INVOKER = "dev.sessionbeam.prepare.ApplyRule$RuleFn$DoFnInvoker";
  private static final String FILES = "dev.sessionbeam.io.file.RecordedStreamReader";
  private static final String BEAM = "org.apache.beam.runners.flink.DoFnOperator";

  @Test
  void theStepIsThatOfTheInnermostClassThatBelongsToOne() {
    assertThat(
        StepRules.ofCalls(
            List.of(
                JSON,
                "dev.sessionbeam.prepare.EnrichEvent",
                RULE,
                INVOKER,
                "dev.sessionbeam.prepare.CleanRecord",
                FILES)),
        is(Step.ENRICH));
    assertThat(
        StepRules.ofCalls(
            List.of(
                "org.apache.beam.sdk.coders.VarIntCoder",
                "org.apache.flink.runtime.io.network.api.writer.RecordWriter",
                "dev.sessionbeam.session.PackByMachine$PackFn")),
        is(Step.NETWORK));
  }

  /** The watermark needs the time of each record, so the source calls the rules of the steps. */
  @Test
  void aRuleThatTheSourcesClockCallsBelongsToTheClock() {
    String filter = "dev.sessionbeam.prepare.ValidateRecord";
    String clock = "dev.sessionbeam.RecordTimes";
    assertThat(StepRules.ofCalls(List.of(JSON, filter, clock, FILES, BEAM)), is(Step.CLOCK));
    assertThat(StepRules.ofCalls(List.of(JSON, filter, RULE, INVOKER, BEAM)), is(Step.FILTER));
    assertThat(
        "another step calls this one",
        StepRules.ofCalls(List.of(JSON, filter, RULE, INVOKER, clock)),
        is(Step.FILTER));
  }

  @Test
  void theLongestBeginningCounts() {
    assertThat(
        StepRules.ofCalls(List.of("dev.sessionbeam.session.GatherByMachineFn")), is(Step.GATHER));
    assertThat(StepRules.ofCalls(List.of("dev.sessionbeam.output.FormatSession")), is(Step.FORMAT));
    assertThat(StepRules.ofCalls(List.of("dev.sessionbeam.output.WriteStaged")), is(Step.WRITE));
  }

  @Test
  void whatBelongsToNoStepIsOfTheEngineOrNot() {
    assertThat(StepRules.ofCalls(List.of("java.util.HashMap", BEAM)), is(Step.ENGINE));
    assertThat(StepRules.ofCalls(List.of("java.util.HashMap", "java.lang.Thread")), is(Step.OTHER));
    assertThat(StepRules.ofCalls(List.of()), is(Step.OTHER));
  }

  @Test
  void someThreadsBelongToOneStepWhateverTheyDo() {
    // Linux keeps 15 characters of a name.
    assertThat(StepRules.ofThread("C2 CompilerThre"), is(Optional.of(Step.COMPILERS)));
    assertThat(StepRules.ofThread("AsyncOperations-thread-1"), is(Optional.of(Step.CHECKPOINT)));
    assertThat(StepRules.ofThread("GC Thread#1"), is(Optional.of(Step.COLLECTION)));
    assertThat(StepRules.ofThread("Source: ReadRecords"), is(Optional.empty()));
  }

  /** Otherwise, the time of a class that was renamed would go to another step. */
  @Test
  void eachRuleNamesAClassThatExists() throws IOException {
    List<String> classes;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      classes =
          files
              .map(file -> SOURCES.relativize(file).toString().replace('/', '.'))
              .filter(name -> name.endsWith(".java"))
              .toList();
    }
    assertThat(StepRules.ownClasses(), is(not(empty())));
    assertThat(
        StepRules.ownClasses().stream()
            .filter(beginning -> classes.stream().noneMatch(name -> name.startsWith(beginning)))
            .toList(),
        is(empty()));
  }
}
