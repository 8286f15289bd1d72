package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.DeadLetter;
import dev.sessionbeam.deliver.message.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.state.MapState;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sends deliveries to their destinations, and emits the dead letters for {@code undelivered/}.
 *
 * <p>A delivery is in state before it is sent, and leaves the state after its outcome is known. A
 * timer takes outcomes from the memory of the process to the state. No thread of the runner waits
 * for a destination but at the end of the stream.
 *
 * <p>Sessions are sent once their bundle is committed: on Flink, when a checkpoint holds them. So
 * all copies of a session have the same bytes. What a restart brings back was committed. See {@link
 * dev.sessionbeam.publish.PublishFilesFn}, which does the same with files.
 */
final class DeliverFn extends DoFn<KV<String, Delivery>, DeadLetter> {
  /** How long outcomes stay in memory before they are written to the state. */
  private static final Duration SOON = Duration.ofMillis(100);

  /** How often a shard in which nothing waits reports its account: a restart forgets metrics. */
  private static final Duration REPORT_EVERY = Duration.ofSeconds(30);

  /** After this time, a runner may drop the call back. Flink never drops it. */
  private static final Duration COMMIT_WITHIN = Duration.ofDays(1);

  @StateId("waiting")
  private final StateSpec<MapState<Long, WaitingDelivery>> waitingSpec =
      StateSpecs.map(VarLongCoder.of(), WaitingDeliveryCoder.of());

  @StateId("account")
  private final StateSpec<ValueState<ShardAccount>> accountSpec =
      StateSpecs.value(ShardAccountCoder.of());

  @SuppressWarnings("UnusedVariable") // Beam finds it by reflection.
  @TimerId("due")
  private final TimerSpec dueSpec = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

  private final DeliverSettings settings;

  private transient @Nullable DeliveryJob job;

  /** The number of the bundle, counted in this process. */
  private transient long bundle;

  /** Whether this bundle has asked for a call back. */
  private transient boolean asked;

  private transient @Nullable BundleFinalizer finalizer;

  DeliverFn(DeliverSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setup(PipelineOptions options) {
    DeliveryJob joined = DeliveryJob.join(settings);
    job = joined;
    joined.openRoutes(options);
  }

  private DeliveryJob job() {
    return Objects.requireNonNull(job, "setup comes first");
  }

  @StartBundle
  public void startBundle() {
    bundle = job().nextBundle();
    asked = false;
  }

  @ProcessElement
  public void process(
      @Element KV<String, Delivery> element,
      @StateId("waiting") MapState<Long, WaitingDelivery> waiting,
      @StateId("account") ValueState<ShardAccount> account,
      @TimerId("due") Timer due,
      BundleFinalizer given,
      OutputReceiver<DeadLetter> out) {
    DeliveryShard shard = job().shard(Objects.requireNonNull(element.getKey()), this);
    BeamShardState state = new BeamShardState(waiting, account);
    emit(shard.take(state, Objects.requireNonNull(element.getValue()), bundle), out);
    finalizer = given;
    askForCommit(shard);
    job().send(shard, /* partial= */ false);
    if (shard.needsTimerSoon()) {
      set(due, SOON);
    }
  }

  /**
   * Asks for a call back when this bundle, and all bundles before it, are committed. Flink calls
   * back for one checkpoint only, and never for a savepoint that does not stop the job. So this
   * step asks again as long as sessions wait. Beam passes the finalizer only to {@link #process};
   * on Flink, it is the same object as long as the task lives.
   */
  private void askForCommit(DeliveryShard shard) {
    BundleFinalizer last = finalizer;
    if (!asked && last != null && shard.awaitsCommit()) {
      asked = true;
      long committed = bundle;
      last.afterBundleCommit(
          Instant.now().plus(joda(COMMIT_WITHIN)), () -> job().committed(this, committed));
    }
  }

  @OnTimer("due")
  public void due(
      @Key String key,
      @StateId("waiting") MapState<Long, WaitingDelivery> waiting,
      @StateId("account") ValueState<ShardAccount> account,
      @TimerId("due") Timer due,
      OutputReceiver<DeadLetter> out) {
    DeliveryShard shard = job().shard(key, this);
    BeamShardState state = new BeamShardState(waiting, account);
    shard.keepInStep(state);
    job().send(shard, /* partial= */ true);
    emit(shard.write(state), out);
    askForCommit(shard);
    DeliveryMetrics.report(ShardKey.parse(key), shard);
    set(due, shard.timerAfter(SOON, REPORT_EVERY));
  }

  /** Sets the timer. It must not hold the watermark while deliveries wait. */
  private static void set(Timer due, Duration after) {
    due.offset(joda(after)).withNoOutputTimestamp().setRelative();
  }

  private static org.joda.time.Duration joda(Duration time) {
    return org.joda.time.Duration.millis(time.toMillis());
  }

  /** Drains the destinations at the end of the stream: no timer and no checkpoint follows. */
  @OnWindowExpiration
  public void end(
      @Key String key,
      @StateId("waiting") MapState<Long, WaitingDelivery> waiting,
      @StateId("account") ValueState<ShardAccount> account,
      OutputReceiver<DeadLetter> out)
      throws InterruptedException {
    DeliveryShard shard = job().shard(key, this);
    BeamShardState state = new BeamShardState(waiting, account);
    shard.keepInStep(state);
    job().drain(shard);
    emit(shard.write(state), out);
    DeliveryMetrics.report(ShardKey.parse(key), shard);
    job().forget(key);
  }

  private static void emit(List<DeadLetter> letters, OutputReceiver<DeadLetter> out) {
    letters.forEach(
        letter -> out.outputWithTimestamp(letter, GlobalWindow.INSTANCE.maxTimestamp()));
  }

  /** A timer without an output timestamp has the largest one of all. */
  @Override
  @SuppressWarnings("deprecation") // Beam has no other way to emit from such a timer.
  public org.joda.time.Duration getAllowedTimestampSkew() {
    return org.joda.time.Duration.millis(Long.MAX_VALUE);
  }

  @Teardown
  public void tearDown() {
    if (job != null) {
      job.leave(this);
    }
  }
}
