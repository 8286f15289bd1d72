package dev.sessionbeam;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs small test classes in JUnit's own engine, and checks what they report. */
class TestPipelineExtensionTest {
  private static final String NOT_RUN =
      "PipelineRunMissingException: The pipeline has not been run.";

  @Test
  void aPipelineThatRanPasses() {
    EngineExecutionResults results = run(RunOnce.class);
    assertThat(failures(results), is(empty()));
    assertThat(results.testEvents().succeeded().count(), is(1L));
  }

  @Test
  void aPipelineThatNeverRanFails() {
    assertThat(failures(run(NeverRun.class)), contains(NOT_RUN));
  }

  @Test
  void anAssertionAddedAfterTheRunFails() {
    assertThat(
        failures(run(AssertedAfterRun.class)),
        contains("AbandonedNodeException: The pipeline contains abandoned PAssert(s)."));
  }

  @Test
  void aTransformAddedAfterTheRunFails() {
    assertThat(
        failures(run(AppliedAfterRun.class)),
        contains("AbandonedNodeException: The pipeline contains abandoned PTransform(s)."));
  }

  @Test
  void anAssertionThatDoesNotHoldIsReported() {
    assertThat(failures(run(WrongAssertion.class)), contains(startsWith("AssertionError: ")));
  }

  @Test
  void aTestThatFailsBeforeTheRunReportsOnlyItsOwnFault() {
    assertThat(
        failures(run(FailsBeforeRun.class)), contains("IllegalStateException: before the run"));
  }

  @Test
  void eachInvocationOfAParameterizedTestIsChecked() {
    EngineExecutionResults results = run(RunForSome.class);
    assertThat(failures(results), contains(NOT_RUN));
    assertThat(results.testEvents().succeeded().count(), is(2L));
  }

  @Test
  void eachTestOfASharedInstanceHasAPipelineOfItsOwn() {
    EngineExecutionResults results = run(SharedInstance.class);
    assertThat(failures(results), is(empty()));
    assertThat(results.testEvents().succeeded().count(), is(2L));
  }

  @Test
  void aTransformAppliedBeforeTheTestBelongsToItsPipeline() {
    assertThat(failures(run(SetUpBefore.class)), contains(NOT_RUN));
  }

  @Test
  void aTestWithoutAPipelinePasses() {
    assertThat(failures(run(NoPipeline.class)), is(empty()));
  }

  @Test
  void thereIsNoPipelineForAWholeClass() {
    EngineExecutionResults results = run(OnePipelineForAll.class);
    assertThat(results.testEvents().count(), is(0L));
    assertThat(
        results.containerEvents().failed().stream()
            .map(event -> event.getRequiredPayload(TestExecutionResult.class))
            .map(result -> describe(result.getThrowable().orElseThrow()))
            .toList(),
        contains(startsWith("ParameterResolutionException: ")));
  }

  @Test
  void thePipelineIsNamedAfterItsTest() {
    assertThat(failures(run(Named.class)), is(empty()));
  }

  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  private static List<String> failures(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> describe(result.getThrowable().orElseThrow()))
        .toList();
  }

  private static String describe(Throwable fault) {
    return fault.getClass().getSimpleName() + ": " + fault.getMessage();
  }

  private static PCollection<Integer> numbers(TestPipeline pipeline) {
    return pipeline.apply("Numbers", Create.of(1, 2));
  }

  @ExtendWith(TestPipelineExtension.class)
  static class RunOnce {
    @Test
    void test(TestPipeline pipeline) {
      PAssert.that(numbers(pipeline)).containsInAnyOrder(2, 1);
      pipeline.run();
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class NeverRun {
    @Test
    void test(TestPipeline pipeline) {
      PAssert.that(numbers(pipeline)).containsInAnyOrder(3);
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class AssertedAfterRun {
    @Test
    void test(TestPipeline pipeline) {
      PCollection<Integer> numbers = numbers(pipeline);
      pipeline.run();
      PAssert.that(numbers).containsInAnyOrder(3);
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class AppliedAfterRun {
    @Test
    void test(TestPipeline pipeline) {
      PCollection<Integer> numbers = numbers(pipeline);
      pipeline.run();
      numbers.apply(Count.globally());
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class WrongAssertion {
    @Test
    void test(TestPipeline pipeline) {
      PAssert.that(numbers(pipeline)).containsInAnyOrder(3);
      pipeline.run();
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class FailsBeforeRun {
    @Test
    void test(TestPipeline pipeline) {
      numbers(pipeline);
      throw new IllegalStateException("before the run");
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class RunForSome {
    @ParameterizedTest
    @ValueSource(booleans = {true, false, true})
    void test(boolean run, TestPipeline pipeline) {
      numbers(pipeline);
      if (run) {
        pipeline.run();
      }
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  @TestInstance(Lifecycle.PER_CLASS)
  static class SharedInstance {
    private final List<TestPipeline> others = new ArrayList<>();

    @RepeatedTest(2)
    void test(TestPipeline pipeline) {
      assertThat(others, not(hasItem(pipeline)));
      others.add(pipeline);
    }
  }

  @ExtendWith(TestPipelineExtension.class)
  static class SetUpBefore {
    @BeforeEach
    void setUp(TestPipeline pipeline) {
      numbers(pipeline);
    }

    @Test
    void test() {}
  }

  @ExtendWith(TestPipelineExtension.class)
  static class NoPipeline {
    @Test
    void test() {}
  }

  @ExtendWith(TestPipelineExtension.class)
  static class OnePipelineForAll {
    @BeforeAll
    static void setUp(TestPipeline pipeline) {
      numbers(pipeline);
    }

    @Test
    void test() {}
  }

  @ExtendWith(TestPipelineExtension.class)
  static class Named {
    @Test
    void byItsMethod(TestPipeline pipeline) {
      String name = pipeline.getOptions().as(ApplicationNameOptions.class).getAppName();
      assertThat(name, is("TestPipelineExtensionTest$Named-byItsMethod"));
    }
  }
}
