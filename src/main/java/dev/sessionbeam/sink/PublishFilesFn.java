package dev.sessionbeam.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.BagState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Gives each staged file its final name, once a checkpoint holds the staged one. Out comes, for
 * each file, the watermark before which every line is in a file with its final name, in
 * milliseconds.
 *
 * <p>Names wait in state, and the runner says when a bundle, and all before it, is committed: on
 * Flink, when a checkpoint that holds them is complete. What a restart brings back was committed
 * before it. Files that no checkpoint knows are forgotten by then: their lines come again in
 * others.
 *
 * <p>All files have one key, so one task publishes them.
 */
final class PublishFilesFn extends DoFn<KV<Integer, String>, Long> {
  /** How soon names that have been published leave the state, and how late after a restart. */
  private static final Duration TIDY_EVERY = Duration.standardSeconds(1);

  /** The runner may forget to tell after this long; Flink never does. */
  private static final Duration COMMIT_WITHIN = Duration.standardDays(1);

  /** Staged files, each with the watermark at which it came. */
  @StateId("waiting")
  private final StateSpec<BagState<KV<String, Long>>> waitingSpec =
      StateSpecs.bag(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("tidy")
  private final TimerSpec tidySpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("end")
  private final TimerSpec endSpec = TimerSpecs.timer(TimeDomain.EVENT_TIME);

  private final FilePublisher publisher;

  /** The bundle, counted in this attempt. */
  private transient long bundle;

  /** Whether this bundle has asked. */
  private transient boolean asked;

  private transient @Nullable BundleFinalizer finalizer;

  /** What came in this attempt and is not published: the number of its bundle. */
  private transient Map<String, Long> taken = new LinkedHashMap<>();

  /** What was published in this attempt, and may be in the state still. */
  private transient Set<String> published = new HashSet<>();

  PublishFilesFn(FilePublisher publisher) {
    this.publisher = publisher;
  }

  @Setup
  public void setup(PipelineOptions options) {
    taken = new LinkedHashMap<>();
    published = new HashSet<>();
    publisher.open(options);
  }

  @StartBundle
  public void startBundle() {
    bundle++;
    asked = false;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, String> file,
      @StateId("waiting") BagState<KV<String, Long>> waiting,
      @TimerId("tidy") Timer tidy,
      @TimerId("end") Timer end,
      BundleFinalizer given) {
    String name = Objects.requireNonNull(file.getValue());
    // The one way in which a DoFn can ask for its watermark. The gathering holds it, so every line
    // from before it is in this file or in one that came earlier.
    waiting.add(KV.of(name, end.getCurrentRelativeTime().getMillis()));
    take(name);
    if (!asked) {
      asked = true;
      finalizer = given;
      askForCommit();
    }
    tidy.offset(TIDY_EVERY).setRelative();
    end.set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  /**
   * Asks to be told when this bundle, and with it all before it, is committed. Flink tells of one
   * checkpoint only, and never of a savepoint that does not stop the job; so it is asked again as
   * long as files wait. Beam hands the finalizer to {@link #process} only, and on Flink it is the
   * same one for as long as the task lives.
   */
  private void askForCommit() {
    BundleFinalizer last = finalizer;
    if (last != null) {
      long committed = bundle;
      last.afterBundleCommit(Instant.now().plus(COMMIT_WITHIN), () -> publishTaken(committed));
    }
  }

  private synchronized void take(String name) {
    taken.put(name, bundle);
  }

  /** Publishes what came up to a bundle. */
  private synchronized void publishTaken(long upTo) throws IOException {
    List<StagedFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>();
    taken.forEach(
        (name, in) -> {
          if (in <= upTo) {
            names.add(name);
            files.add(publisher.file(name));
          }
        });
    if (!files.isEmpty()) {
      publisher.publish(files);
      names.forEach(taken::remove);
      published.addAll(names);
    }
  }

  @OnTimer("tidy")
  public void tidy(
      @StateId("waiting") BagState<KV<String, Long>> waiting,
      @TimerId("tidy") Timer tidy,
      OutputReceiver<Long> out)
      throws IOException {
    if (tidied(waiting, out)) {
      askForCommit();
      tidy.offset(TIDY_EVERY).setRelative();
    }
  }

  /** Nothing comes any more, and no checkpoint. */
  @OnTimer("end")
  public void end(
      @StateId("waiting") BagState<KV<String, Long>> waiting,
      @TimerId("tidy") Timer tidy,
      OutputReceiver<Long> out)
      throws IOException {
    tidy.clear();
    publishTaken(Long.MAX_VALUE);
    var unused = tidied(waiting, out);
  }

  /**
   * Takes what is published out of the state, and publishes what was there before this attempt.
   *
   * @return whether anything waits
   */
  private synchronized boolean tidied(BagState<KV<String, Long>> waiting, OutputReceiver<Long> out)
      throws IOException {
    List<KV<String, Long>> files = new ArrayList<>();
    waiting.read().forEach(files::add);
    List<KV<String, Long>> left = new ArrayList<>();
    List<StagedFile> restored = new ArrayList<>();
    for (Iterator<KV<String, Long>> each = files.iterator(); each.hasNext(); ) {
      KV<String, Long> file = each.next();
      if (taken.containsKey(file.getKey())) {
        left.add(file);
        each.remove();
      } else if (!published.contains(file.getKey())) {
        restored.add(publisher.file(Objects.requireNonNull(file.getKey())));
      }
    }
    if (!restored.isEmpty()) {
      publisher.publishAgain(restored);
    }
    waiting.clear();
    left.forEach(waiting::add);
    published.clear();
    report(files, out);
    return !left.isEmpty();
  }

  private void report(List<KV<String, Long>> files, OutputReceiver<Long> out) throws IOException {
    long last = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
    for (KV<String, Long> file : files) {
      long watermark = Objects.requireNonNull(file.getValue());
      last = Math.max(last, watermark);
      out.outputWithTimestamp(watermark, GlobalWindow.INSTANCE.maxTimestamp());
    }
    publisher.publishedUpTo(last);
  }

  @Teardown
  public void tearDown() {
    publisher.close();
  }
}
