package dev.sessionbeam.session;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import java.util.Locale;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Trigger;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Groups packs of events: a group has all events of one merged window of a machine. Groups are
 * under {@link #GROUPS}. Rejected records are under {@link #REJECTED}: those that came with the
 * packs and, in a stream, late events and events beyond a machine's limit.
 *
 * <p>This transform does what {@code GroupByKey} does in its input's windows, faster. It uses the
 * window function and the allowed lateness of the input's {@link WindowingStrategy}. Any window
 * function that assigns one window is supported; its own {@code mergeWindows} merges the windows of
 * each machine. The trigger must be {@link #TRIGGER}, and panes must accumulate: a stream emits a
 * group when the watermark passes its window's end, and again for each event that changes it after
 * that. In batch, each group is emitted once.
 *
 * <p>How it works: many machines share a bucket, because a runner's cost grows with the number of
 * keys. In batch, a bucket is grouped as a whole. In a stream, each bucket remembers the watermark,
 * by which {@link Lateness} decides which events are late; then each machine's events wait in the
 * machine's own state. Both happen in the global window, because a step with state cannot have
 * windows that merge.
 */
public final class GroupSessions
    extends PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> {
  public static final TupleTag<EventGroup> GROUPS = new TupleTag<>("groups");
  public static final TupleTag<RejectedRecord> REJECTED = new TupleTag<>("rejected");

  /** The only trigger that is supported: it fires on time, and again for each event after that. */
  public static final Trigger TRIGGER =
      AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(1));

  /**
   * The number of buckets in a stream. It is also the maximum number of tasks that look for late
   * events, which is little work for each.
   */
  static final int STREAM_BUCKETS = 64;

  private static final TupleTag<KV<Integer, byte[]>> BUCKETS = new TupleTag<>("buckets");
  private static final Coder<KV<Integer, byte[]>> BUCKET_CODER =
      KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final SessionRules rules;
  private final MachineLimit limit;
  private final int batchBuckets;

  private GroupSessions(SessionRules rules, MachineLimit limit, int batchBuckets) {
    this.rules = rules;
    this.limit = limit;
    this.batchBuckets = batchBuckets;
  }

  /**
   * Groups events.
   *
   * @param rules the rules that the groups will be cut by; they are kept with emitted events
   * @param limit how many bytes a machine of a stream may send
   */
  public static GroupSessions of(SessionRules rules, MachineLimit limit) {
    return new GroupSessions(rules, limit, PackByBucketFn.bucketsFor(0));
  }

  /** The same transform, for about this many bytes of records in batch. */
  public GroupSessions expecting(long bytes) {
    return new GroupSessions(rules, limit, PackByBucketFn.bucketsFor(bytes));
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, EventPack>> packs) {
    WindowingStrategy<?, ?> strategy = packs.getWindowingStrategy();
    requireSupported(strategy);
    return expand(packs, MachineWindowing.of(strategy.getWindowFn()));
  }

  /**
   * Rejects settings that this grouping would silently ignore.
   *
   * @throws IllegalArgumentException if the trigger or the accumulation mode is not supported
   */
  static void requireSupported(WindowingStrategy<?, ?> strategy) {
    Trigger trigger = strategy.getTrigger();
    if (!trigger.equals(TRIGGER)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the grouping of sessions does not support the trigger %s: use .triggering(GroupSessions.TRIGGER), which is %s",
              trigger,
              TRIGGER));
    }
    if (strategy.getMode() != WindowingStrategy.AccumulationMode.ACCUMULATING_FIRED_PANES) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "the grouping of sessions does not support %s: use .accumulatingFiredPanes(), since a late event",
                  strategy.getMode())
              + " changes the whole session that it belongs to");
    }
  }

  private <W extends BoundedWindow> PCollectionTuple expand(
      PCollection<KV<String, EventPack>> packs, MachineWindowing<W> windowing) {
    boolean stream = packs.isBounded() == PCollection.IsBounded.UNBOUNDED;
    Lateness lateness = new Lateness(packs.getWindowingStrategy().getAllowedLateness().getMillis());
    PackByBucketFn<W> packByBucket =
        stream
            ? PackByBucketFn.touchingAll(windowing.coder(), STREAM_BUCKETS)
            : PackByBucketFn.of(windowing.coder(), batchBuckets);
    PCollectionTuple split =
        packs.apply(
            "PackByBucket",
            ParDo.of(packByBucket).withOutputTags(BUCKETS, TupleTagList.of(REJECTED)));
    PCollection<KV<Integer, byte[]>> buckets =
        split
            .get(BUCKETS)
            .setCoder(BUCKET_CODER)
            .apply("GlobalWindow", stream ? inGlobalWindow() : groupedInOneSort());
    PCollection<RejectedRecord> rejected =
        split
            .get(REJECTED)
            .setCoder(RejectedRecordCoder.of())
            .apply("RejectedInGlobalWindow", inGlobalWindow());
    return stream
        ? stream(buckets, rejected, windowing, lateness)
        : batch(buckets, rejected, windowing);
  }

  /** The global window, in which no element is late. */
  static <T> Window<T> inGlobalWindow() {
    return Window.<T>into(new GlobalWindows())
        .triggering(DefaultTrigger.of())
        .discardingFiredPanes();
  }

  /**
   * The global window, in the form that a grouping of Beam's Flink runner in batch sorts only once,
   * and whose values it reads one by one. With the timestamp of the earliest element, as session
   * windows have it, the runner makes one list of all values of a key, and sorts these lists again:
   * a list that is larger than Flink's sort buffer fails the run. (One machine with 200 MB of
   * events was enough.) In batch, nothing depends on the timestamp of a group.
   */
  private static <T> Window<T> groupedInOneSort() {
    return GroupSessions.<T>inGlobalWindow().withTimestampCombiner(TimestampCombiner.END_OF_WINDOW);
  }

  private static <W extends BoundedWindow> PCollectionTuple batch(
      PCollection<KV<Integer, byte[]>> buckets,
      PCollection<RejectedRecord> rejected,
      MachineWindowing<W> windowing) {
    PCollection<EventGroup> groups =
        buckets
            .apply("GroupByBucket", GroupByKey.create())
            .apply("MergeWindows", ParDo.of(new MergeWindowsFn<>(windowing)))
            .setCoder(EventGroup.coder());
    return PCollectionTuple.of(GROUPS, groups).and(REJECTED, rejected);
  }

  private <W extends BoundedWindow> PCollectionTuple stream(
      PCollection<KV<Integer, byte[]>> buckets,
      PCollection<RejectedRecord> rejected,
      MachineWindowing<W> windowing,
      Lateness lateness) {
    TupleTag<KV<String, byte[]>> inTime = new TupleTag<>("inTime");
    PCollectionTuple admitted =
        buckets.apply(
            "RejectLate",
            ParDo.of(new RejectLateFn<>(windowing, lateness))
                .withOutputTags(inTime, TupleTagList.of(REJECTED)));
    PCollectionTuple gathered =
        admitted
            .get(inTime)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .apply(
                "GatherByMachine",
                ParDo.of(new GatherByMachineFn<>(windowing, rules, limit, lateness))
                    .withOutputTags(GROUPS, TupleTagList.of(REJECTED)));
    return PCollectionTuple.of(GROUPS, gathered.get(GROUPS).setCoder(EventGroup.coder()))
        .and(
            REJECTED,
            PCollectionList.of(rejected)
                .and(admitted.get(REJECTED).setCoder(RejectedRecordCoder.of()))
                .and(gathered.get(REJECTED).setCoder(RejectedRecordCoder.of()))
                .apply("AllRejected", Flatten.pCollections()));
  }
}
