package dev.sessionbeam.publish;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.output.Written;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** Files are published when the runner calls back. The test plays the runner. */
class PublishFilesFnTest {
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  /** The state of the step's only key. A restart brings it back. */
  private final List<KV<String, Long>> waiting = new ArrayList<>();

  /** The call backs that bundles of this attempt have asked for. */
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

  @SuppressWarnings("unchecked") // All elements have the type of the state.
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

  /** A runner may skip a call back if a later one comes. */
  @Test
  void aCommittedBundlePublishesTheFilesOfAllEarlierBundles() throws Exception {
    bundle(1);
    bundle(2);
    bundle(3);
    commit(1);
    assertThat(published(), contains("1", "2"));
    commit(0);
    commit(2);
    assertThat(published(), contains("1", "2", "3"));
  }

  /** Flink does not call back for a savepoint, so the step must ask for the next checkpoint. */
  @Test
  void withoutACallBackTheStepAsksAgainEvenWithoutANewFile() throws Exception {
    bundle(1);
    callbacks.clear();
    tidy();
    assertThat(published(), is(empty()));
    assertThat(callbacks.size(), is(1));
    commit(0);
    assertThat(published(), contains("1"));
  }

  /** A restart brings back only names that were committed. */
  @Test
  void namesThatARestartBringsBackArePublishedAndNewerOnesWait() throws Exception {
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
  void atTheEndAllWaitingFilesArePublished() throws Exception {
    bundle(1);
    start();
    bundle(2);
    fn.end(bag(), timer(), out());
    assertThat(published(), contains("1", "2"));
    assertThat(reported, contains(1L, 2L));
    assertThat(waiting, is(empty()));
    assertThat(timerIsSet, is(false));
  }

  /** What the step looks for at the end: see MissingOutputTest for its report. */
  @Test
  void filesAreMissingIfTheyArePublishedAndGone() throws Exception {
    RecentFiles recent = new RecentFiles();
    FilePublisher publisher = new FilePublisher(output(), null);
    for (int pane = 1; pane <= 3; pane++) {
      StagedFile file = publisher.file(FilePublisherTest.stage(output(), pane));
      publisher.publish(List.of(file));
      recent.add(file.relative(), pane * HOUR);
    }
    assertThat(recent.missing(output(), 4 * HOUR), is(empty()));
    Files.delete(folder.resolve(name(1)));
    assertThat(
        recent.missing(output(), 4 * HOUR),
        contains(new MissingFiles(Dataset.EVENTS, 3, 1, 0, name(1), name(1))));
    // Older than a day: something may have archived or deleted it as it should.
    assertThat(recent.missing(output(), 26 * HOUR), is(empty()));
    Files.delete(folder.resolve(name(3)));
    assertThat(
        recent.missing(output(), 26 * HOUR),
        contains(new MissingFiles(Dataset.EVENTS, 2, 1, MissingFiles.UNKNOWN, name(3), name(3))));
  }

  private static String name(int pane) {
    return String.format(
        Locale.ROOT, "events/date=2017-02-05/part-00000000000000ab0001%012x.jsonl", pane);
  }

  @Test
  void onlyTheNewestOfVeryManyFilesAreRemembered() throws Exception {
    RecentFiles recent = new RecentFiles();
    for (int pane = 0; pane <= RecentFiles.MOST; pane++) {
      recent.add(name(pane), 0);
    }
    assertThat(
        recent.missing(output(), 0),
        contains(
            new MissingFiles(
                Dataset.EVENTS,
                RecentFiles.MOST,
                RecentFiles.MOST,
                MissingFiles.UNKNOWN,
                name(1),
                name(RecentFiles.MOST))));
  }

  @Test
  void missingFilesAreTheSameAfterTheyWereAMetric() {
    MissingFiles missing = new MissingFiles(Dataset.LATE, 3, 2, 1, name(1), name(2));
    assertThat(MissingFiles.decode(missing.encoded()), is(missing));
    MissingFiles nameless = new MissingFiles(Dataset.LATE, 3, 2, MissingFiles.UNKNOWN, "", "");
    assertThat(MissingFiles.decode(nameless.encoded()), is(nameless));
  }
}
