package dev.sessionbeam.source.kinesis;

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
 * Why {@link FirstShards} there is: the smallest case. Where this fails, Beam has mended it, and
 * they may be looked up by the job.
 */
class LostSplitsTest {
  private static final int TASKS = 2;

  private final List<String> told = new ArrayList<>();

  @Test
  void whatGoesOnFromACheckpointCutWhileSplitsAreLookedUpHasNone() throws Exception {
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
      assertThat(told, contains("callAsync"));
      var checkpoint = first.snapshotState(1);
      told.clear();
      try (var second = source.restoreEnumerator(context(), checkpoint)) {
        second.start();
        second.addReader(0);
      }
    }
    assertThat("nothing is looked up, nothing will come", told, is(List.of("signalNoMoreSplits")));
  }

  /** What a coordinator of Flink has for its source; what is asynchronous stays so for ever. */
  @SuppressWarnings("unchecked")
  private <T extends org.apache.flink.api.connector.source.SourceSplit>
      SplitEnumeratorContext<T> context() {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "currentParallelism" -> TASKS;
              case "registeredReaders" -> Map.of();
              default -> {
                told.add(method.getName());
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
