package dev.sessionbeam.io.kinesis;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.core.construction.SerializablePipelineOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.translation.wrappers.streaming.io.source.FlinkSource;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.junit.jupiter.api.Test;

/**
 * Shows why {@link InitialShards} exists, in the smallest case. If this test fails, Beam has fixed
 * the problem, and the job may look up its first shards itself.
 */
class LostSplitsTest {
  private static final int TASKS = 2;

  private final List<String> calls = new ArrayList<>();

  @Test
  void aJobThatResumesFromACheckpointDuringTheLookupHasNoSplits() throws Exception {
    FlinkPipelineOptions options = FlinkPipelineOptions.defaults();
    KinesisSettings settings =
        new KinesisSettings(
            "any",
            StartAt.OLDEST,
            null,
            URI.create("http://127.0.0.1:1"),
            Duration.ZERO,
            null,
            true);
    var source =
        FlinkSource.unbounded(
            "Read",
            KinesisIoReads.source(settings, record -> null, options),
            new SerializablePipelineOptions(options),
            TASKS);
    try (var first = source.createEnumerator(context())) {
      first.start();
      assertThat(calls, contains("callAsync"));
      var checkpoint = first.snapshotState(1);
      calls.clear();
      try (var second = source.restoreEnumerator(context(), checkpoint)) {
        second.start();
        second.addReader(0);
      }
    }
    assertThat(
        "nothing is looked up, and no split will come", calls, is(List.of("signalNoMoreSplits")));
  }

  /**
   * The context that a coordinator of Flink gives its source. Asynchronous calls never complete.
   */
  @SuppressWarnings("unchecked")
  private <T extends org.apache.flink.api.connector.source.SourceSplit>
      SplitEnumeratorContext<T> context() {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "currentParallelism" -> TASKS;
              case "registeredReaders" -> Map.of();
              default -> {
                calls.add(method.getName());
                yield null;
              }
            };
    return (SplitEnumeratorContext<T>)
        Proxy.newProxyInstance(
            LostSplitsTest.class.getClassLoader(),
            new Class<?>[] {SplitEnumeratorContext.class},
            handler);
  }
}
