package dev.sessionbeam.output;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.publish.PublishFilesFn;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.core.DoFnRunner;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.flink.translation.wrappers.streaming.stableinput.BufferingDoFnRunner;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Shows why {@link PublishFilesFn} does not use stable input: Beam 2.70 on Flink releases elements
 * that no checkpoint holds. If this test fails, Beam has changed that. See docs/design/fileio.md.
 */
class StableInputTest {
  private final List<String> released = new ArrayList<>();
  private OperatorStateBackend state;

  @BeforeEach
  void open() throws Exception {
    state =
        new DefaultOperatorStateBackendBuilder(
                getClass().getClassLoader(),
                new ExecutionConfig(),
                false,
                List.of(),
                new CloseableRegistry())
            .build();
  }

  /** Returns the runner of a step. All runners of a test share one state. */
  private BufferingDoFnRunner<String, Void> runner(int concurrentCheckpoints) throws Exception {
    return BufferingDoFnRunner.create(
        step(),
        "buffer",
        WindowedValues.getFullCoder(StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE),
        GlobalWindow.Coder.INSTANCE,
        state,
        null,
        concurrentCheckpoints,
        new SerializablePipelineOptions(PipelineOptionsFactory.create()));
  }

  /** Returns a step that remembers the elements that are released to it. */
  @SuppressWarnings("unchecked")
  private DoFnRunner<String, Void> step() {
    return (DoFnRunner<String, Void>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DoFnRunner.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("processElement")) {
                released.add(((WindowedValue<String>) arguments[0]).getValue());
              }
              return null;
            });
  }

  private static void take(BufferingDoFnRunner<String, Void> runner, String element) {
    runner.processElement(WindowedValues.valueInGlobalWindow(element));
  }

  /** Flink may report a checkpoint after the next one was taken. */
  private void reportLate(BufferingDoFnRunner<String, Void> runner) throws Exception {
    take(runner, "1");
    runner.checkpoint(1);
    take(runner, "2");
    runner.checkpoint(2);
    take(runner, "3");
    runner.checkpointCompleted(1);
  }

  @Test
  void byDefaultElementsThatNoCheckpointHoldsAreReleased() throws Exception {
    reportLate(runner(1));
    assertThat(released, contains("1", "3"));
  }

  /** Each attempt ends after a checkpoint, before Flink reports it. */
  private void restartBeforeReports(int attempts, int buffers) throws Exception {
    for (int attempt = 0; attempt < attempts; attempt++) {
      BufferingDoFnRunner<String, Void> runner = runner(buffers);
      take(runner, "of attempt " + attempt);
      runner.checkpoint(attempt);
    }
    BufferingDoFnRunner<String, Void> last = runner(buffers);
    last.checkpoint(attempts);
    take(last, "in no checkpoint");
    last.checkpointCompleted(attempts);
  }

  @Test
  void moreBuffersHelpOnlyForThatNumberOfRestarts() throws Exception {
    restartBeforeReports(6, 7);
    assertThat(released.contains("in no checkpoint"), is(false));
    restartBeforeReports(7, 7);
    assertThat(released.contains("in no checkpoint"), is(true));
  }
}
