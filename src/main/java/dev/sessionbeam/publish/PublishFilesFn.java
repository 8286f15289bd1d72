package dev.sessionbeam.publish;

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
import org.apache.beam.sdk.metrics.Metrics;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes each staged file, once a checkpoint holds the name of the staged file. Emits for each
 * file the watermark, in milliseconds, before which every line is in a published file.
 *
 * <p>Names wait in state. The runner calls back when a bundle, and all bundles before it, are
 * committed: on Flink, when a checkpoint that holds the names is complete. Names that a restart
 * brings back were committed before the restart. Files that no checkpoint names are not in the
 * state after a restart: their lines come again in other files.
 *
 * <p>All files have one key, so one task publishes them. At the end, it looks whether the files
 * that it has published lately are there, and reports the ones that are missing as {@link
 * MissingFiles#METRIC}.
 *
 * <p>See docs/design/fileio.md.
 */
public final class PublishFilesFn extends DoFn<KV<Integer, String>, Long> {
  private static final Logger LOG = LoggerFactory.getLogger(PublishFilesFn.class);

  /**
   * How long published names stay in the state, and how long names that a restart brings back wait
   * until they are published.
   */
  private static final Duration TIDY_EVERY = Duration.standardSeconds(1);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** After this time, a runner may drop the call back. Flink never drops it. */
  private static final Duration COMMIT_WITHIN = Duration.standardDays(1);

  /** The names of staged files, each with the watermark at the time of its arrival. */
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

  /** When this attempt last set the timer, by {@link System#nanoTime}; null before it did. */
  private transient @Nullable Long timerSet;

  /** The number of the bundle, counted in this attempt. */
  private transient long bundle;

  /** Whether this bundle has asked for a call back. */
  private transient boolean asked;

  private transient @Nullable BundleFinalizer finalizer;

  /** The names that came in this attempt and are not published, each with its bundle's number. */
  private transient Map<String, Long> taken = new LinkedHashMap<>();

  /** The names that were published in this attempt and may still be in the state. */
  private transient Set<String> published = new HashSet<>();

  /** The files that were published in this attempt. */
  private transient RecentFiles recent = new RecentFiles();

  public PublishFilesFn(FilePublisher publisher) {
    this.publisher = publisher;
  }

  @Setup
  public void setup(PipelineOptions options) {
    taken = new LinkedHashMap<>();
    published = new HashSet<>();
    recent = new RecentFiles();
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
    // A timer is the only way for a DoFn to read its watermark. The step that gathers lines holds
    // the watermark, so every line before it is in this file or in an earlier one.
    waiting.add(KV.of(name, end.getCurrentRelativeTime().getMillis()));
    take(name);
    if (!asked) {
      asked = true;
      finalizer = given;
      askForCommit();
    }
    long now = System.nanoTime();
    // Each file that came would put a timer off that is set already, so that it would never fire.
    if (timerSet == null || now - timerSet >= 2 * TIDY_EVERY.getMillis() * NANOS_PER_MILLI) {
      set(tidy);
    }
    end.set(GlobalWindow.INSTANCE.maxTimestamp());
  }

  /**
   * Asks for a call back when this bundle, and all bundles before it, are committed. Flink calls
   * back for one checkpoint only, and never for a savepoint that does not stop the job. So this
   * step asks again as long as files wait. Beam passes the finalizer only to {@link #process}; on
   * Flink, it is the same object as long as the task lives.
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

  /** Publishes the files of a bundle and of all bundles before it. */
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
      remember(files);
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
    timerSet = null;
    if (tidied(waiting, out)) {
      askForCommit();
      set(tidy);
    }
  }

  private void set(Timer tidy) {
    tidy.offset(TIDY_EVERY).setRelative();
    timerSet = System.nanoTime();
  }

  /** Publishes all files at the end of the input: no file and no checkpoint follows. */
  @OnTimer("end")
  public void end(
      @StateId("waiting") BagState<KV<String, Long>> waiting,
      @TimerId("tidy") Timer tidy,
      OutputReceiver<Long> out)
      throws IOException {
    tidy.clear();
    publishTaken(Long.MAX_VALUE);
    var unused = tidied(waiting, out);
    reportMissing();
    publisher.ended();
  }

  private void remember(List<StagedFile> files) {
    long now = System.currentTimeMillis();
    files.forEach(file -> recent.add(file.relative(), now));
  }

  /** Reports what is missing. It is no failure of the job, because a restart cannot repair it. */
  private synchronized void reportMissing() throws IOException {
    for (MissingFiles missing : publisher.missing(recent)) {
      Metrics.stringSet(MissingFiles.class, MissingFiles.METRIC).add(missing.encoded());
      LOG.error(
          "{} of {} published files are missing in the output, for example {}",
          missing.missing(),
          missing.published(),
          missing.first());
    }
  }

  /**
   * Removes published names from the state, and publishes files whose names were there before this
   * attempt.
   *
   * @return whether files still wait
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
      remember(restored);
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
