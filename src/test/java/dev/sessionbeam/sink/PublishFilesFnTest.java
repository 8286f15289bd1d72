package dev.sessionbeam.sink;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When files are published, by what a runner tells the step; the runner is played here. */
class PublishFilesFnTest {
  @TempDir private Path folder;

  /** The state of the step's only key, which a restart brings back. */
  private final List<KV<String, Long>> waiting = new ArrayList<>();

  /** Those of bundles that are not committed yet. */
  private final List<DoFn.BundleFinalizer.Callback> callbacks = new ArrayList<>();

  private final List<Long> reported = new ArrayList<>();
  private boolean timerIsSet;
  private long watermark;
  private PublishFilesFn fn;

  @BeforeAll
  static void setUp() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @BeforeEach
  void start() {
    fn = new PublishFilesFn(new FilePublisher(output(), null));
    fn.setup(PipelineOptionsFactory.create());
    callbacks.clear();
  }

  private OutputFolder output() {
    return OutputFolder.of(folder.toString());
  }

  private List<String> published() throws IOException {
    return Written.files(folder).stream()
        .filter(file -> file.startsWith("events/"))
        .map(file -> file.substring(file.length() - ".jsonl".length() - 1).substring(0, 1))
        .toList();
  }

  private void bundle(int... panes) throws IOException {
    fn.startBundle();
    for (int pane : panes) {
      watermark++;
      fn.process(
          KV.of(0, FilePublisherTest.stage(output(), pane)),
          bag(),
          timer(),
          timer(),
          (expiry, call) -> callbacks.add(call));
    }
  }

  @SuppressWarnings("unchecked") // What is added is of the state's type.
  private BagState<KV<String, Long>> bag() {
    return played(
        BagState.class,
        (method, arguments) ->
            switch (method) {
              case "add" -> waiting.add((KV<String, Long>) arguments[0]);
              case "read" -> List.copyOf(waiting);
              case "clear" -> {
                waiting.clear();
                yield null;
              }
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Timer timer() {
    return played(
        Timer.class,
        (method, arguments) -> {
          timerIsSet = method.equals("setRelative") || (timerIsSet && !method.equals("clear"));
          return method.equals("getCurrentRelativeTime")
              ? Instant.ofEpochMilli(watermark)
              : method.equals("offset") ? timer() : null;
        });
  }

  private interface Play {
    @Nullable Object answer(String method, Object[] arguments);
  }

  @SuppressWarnings("unchecked")
  private static <T> T played(Class<? super T> type, Play play) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> play.answer(method.getName(), arguments));
  }

  private DoFn.OutputReceiver<Long> out() {
    return played(
        DoFn.OutputReceiver.class,
        (method, arguments) -> {
          reported.add((Long) arguments[0]);
          return null;
        });
  }

  private void tidy() throws IOException {
    timerIsSet = false;
    fn.startBundle();
    fn.tidy(bag(), timer(), out());
  }

  private void commit(int callback) throws Exception {
    callbacks.get(callback).onBundleSuccess();
  }

  @Test
  void filesArePublishedWhenTheirBundleIsCommittedAndNotBefore() throws Exception {
    bundle(1, 2);
    bundle(3);
    tidy();
    assertThat(published(), is(empty()));
    assertThat(timerIsSet, is(true));
    commit(0);
    assertThat(published(), contains("1", "2"));
    assertThat(waiting.size(), is(3));
    tidy();
    assertThat(reported, contains(1L, 2L));
    assertThat(waiting.size(), is(1));
    commit(1);
    tidy();
    assertThat(published(), contains("1", "2", "3"));
    assertThat(reported, contains(1L, 2L, 3L));
    assertThat(waiting, is(empty()));
    assertThat(timerIsSet, is(false));
  }

  /** A runner may leave a call out, where another one came later. */
  @Test
  void aCommittedBundlePublishesTheFilesOfAllBeforeIt() throws Exception {
    bundle(1);
    bundle(2);
    bundle(3);
    commit(1);
    assertThat(published(), contains("1", "2"));
    commit(0);
    commit(2);
    assertThat(published(), contains("1", "2", "3"));
  }

  /** As Flink does for a savepoint: the next checkpoint has to be told of as well. */
  @Test
  void whereNoCallComesItIsAskedForAgainAlsoWithoutAnotherFile() throws Exception {
    bundle(1);
    callbacks.clear();
    tidy();
    assertThat(published(), is(empty()));
    assertThat(callbacks.size(), is(1));
    commit(0);
    assertThat(published(), contains("1"));
  }

  /** A restart brings back what was committed, and nothing else. */
  @Test
  void whatARestartBringsBackIsPublishedAndWhatCameSinceIsNot() throws Exception {
    bundle(1, 2);
    commit(0);
    bundle(3);
    start();
    bundle(4);
    tidy();
    assertThat(published(), contains("1", "2", "3"));
    assertThat(reported, contains(1L, 2L, 3L));
    assertThat(waiting.size(), is(1));
    commit(0);
    assertThat(published(), contains("1", "2", "3", "4"));
  }

  @Test
  void atTheEndWhatWaitsIsPublished() throws Exception {
    bundle(1);
    start();
    bundle(2);
    fn.end(bag(), timer(), out());
    assertThat(published(), contains("1", "2"));
    assertThat(reported, contains(1L, 2L));
    assertThat(waiting, is(empty()));
    assertThat(timerIsSet, is(false));
  }
}
