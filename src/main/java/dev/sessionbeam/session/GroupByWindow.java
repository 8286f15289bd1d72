package dev.sessionbeam.session;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.EncodedEventsCoder;
import dev.sessionbeam.packing.SourcedEvents;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.Never;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.WindowingStrategy;
import org.joda.time.Duration;

/**
 * Groups packs of events as {@link GroupSessions} does, by Beam's own {@code GroupByKey} in the
 * input's windows. This is the portable form: it needs only what every runner has, but it takes
 * more time.
 *
 * <p>In a stream, late events and events beyond a machine's limit are rejected before the grouping,
 * by the rules of {@link GroupSessions}. So the grouping drops nothing. The grouping fires for each
 * element. {@link GatherByMachineFn} after it holds the events of a window up to the window's end,
 * keeps the emitted events, and numbers the revisions. There are two reasons for this. Beam's own
 * index of a pane starts again when windows merge. And if a pane fired at the window's end only, an
 * event that joins an emitted window could be held back until that window is forgotten. (This was
 * seen with gap 30, lateness 20, events at 0 and 3, watermark 45, events at 32 and 60, watermark
 * 120: the session lost its first two events.)
 */
public final class GroupByWindow
    extends PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> {
  private static final TupleTag<KV<String, EventPack>> EVENTS = new TupleTag<>("events");

  /** Longer than the time between any two events. */
  private static final Duration ALL_TIME = Duration.standardDays(365 * 10_000L);

  private final SessionRules rules;
  private final MachineLimit limit;

  private GroupByWindow(SessionRules rules, MachineLimit limit) {
    this.rules = rules;
    this.limit = limit;
  }

  /**
   * Groups events.
   *
   * @param rules the rules that the groups will be cut by; they are kept with emitted events
   * @param limit how many bytes a machine of a stream may send
   */
  public static GroupByWindow of(SessionRules rules, MachineLimit limit) {
    return new GroupByWindow(rules, limit);
  }

  @Override
  public PCollectionTuple expand(PCollection<KV<String, EventPack>> packs) {
    WindowingStrategy<?, ?> strategy = packs.getWindowingStrategy();
    GroupSessions.requireSupported(strategy);
    MachineWindowing<?> windowing = MachineWindowing.of(strategy.getWindowFn());
    return packs.isBounded() == PCollection.IsBounded.UNBOUNDED
        ? stream(packs, windowing)
        : batch(packs, windowing);
  }

  private static <W extends BoundedWindow> PCollectionTuple batch(
      PCollection<KV<String, EventPack>> packs, MachineWindowing<W> windowing) {
    PCollectionTuple split =
        packs.apply(
            "SplitRejected",
            ParDo.of(new SplitRejectedFn())
                .withOutputTags(EVENTS, TupleTagList.of(GroupSessions.REJECTED)));
    PCollection<EventGroup> groups =
        panes(
                split
                    .get(EVENTS)
                    .setCoder(packs.getCoder())
                    .apply("OnceAtTheEnd", atTheEnd(packs.getWindowingStrategy())),
                windowing)
            .apply("Groups", ParDo.of(new GroupFn<>()))
            .setCoder(EventGroup.coder());
    PCollection<RejectedRecord> rejected =
        split
            .get(GroupSessions.REJECTED)
            .setCoder(RejectedRecordCoder.of())
            .apply("RejectedInGlobalWindow", GroupSessions.inGlobalWindow());
    return PCollectionTuple.of(GroupSessions.GROUPS, groups).and(GroupSessions.REJECTED, rejected);
  }

  private <W extends BoundedWindow> PCollectionTuple stream(
      PCollection<KV<String, EventPack>> packs, MachineWindowing<W> windowing) {
    Lateness lateness = new Lateness(packs.getWindowingStrategy().getAllowedLateness().getMillis());
    TupleTag<KV<Integer, byte[]>> buckets = new TupleTag<>("buckets");
    TupleTag<KV<String, byte[]>> inTime = new TupleTag<>("inTime");
    TupleTagList andRejected = TupleTagList.of(GroupSessions.REJECTED);

    PCollectionTuple packed =
        packs.apply(
            "PackByBucket",
            ParDo.of(PackByBucketFn.touchingAll(windowing.coder(), GroupSessions.STREAM_BUCKETS))
                .withOutputTags(buckets, andRejected));
    PCollectionTuple admitted =
        packed
            .get(buckets)
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
            .apply("GlobalWindow", GroupSessions.inGlobalWindow())
            .apply(
                "RejectLate",
                ParDo.of(new RejectLateFn<>(windowing, lateness))
                    .withOutputTags(inTime, andRejected));
    PCollectionTuple limited =
        admitted
            .get(inTime)
            .setCoder(KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of()))
            .apply(
                "LimitMachines",
                ParDo.of(new LimitMachinesFn<>(windowing, limit, lateness))
                    .withOutputTags(EVENTS, andRejected));
    PCollection<KV<String, EventPack>> inWindows =
        limited
            .get(EVENTS)
            .setCoder(packs.getCoder())
            .apply("SessionWindows", windows(packs.getWindowingStrategy()));
    Coder<KV<String, byte[]>> bucketCoder = KvCoder.of(StringUtf8Coder.of(), ByteArrayCoder.of());
    PCollection<KV<String, byte[]>> panes =
        panes(inWindows, windowing)
            .apply("PaneBuckets", ParDo.of(new PaneBucketFn<>(windowing.coder())))
            .setCoder(bucketCoder);
    // The limit was applied before, so this step has none.
    MachineLimit none = new MachineLimit(limit.spanMillis(), Long.MAX_VALUE);
    PCollectionTuple gathered =
        panes.apply(
            "GatherByMachine",
            ParDo.of(new GatherByMachineFn<>(windowing, rules, none, lateness))
                .withOutputTags(GroupSessions.GROUPS, andRejected));
    PCollection<EventGroup> groups =
        gathered.get(GroupSessions.GROUPS).setCoder(EventGroup.coder());
    PCollection<RejectedRecord> rejected =
        PCollectionList.of(
                packed
                    .get(GroupSessions.REJECTED)
                    .setCoder(RejectedRecordCoder.of())
                    .apply("RejectedInGlobalWindow", GroupSessions.inGlobalWindow()))
            .and(admitted.get(GroupSessions.REJECTED).setCoder(RejectedRecordCoder.of()))
            .and(limited.get(GroupSessions.REJECTED).setCoder(RejectedRecordCoder.of()))
            .and(gathered.get(GroupSessions.REJECTED).setCoder(RejectedRecordCoder.of()))
            .apply("AllRejected", Flatten.pCollections());
    return PCollectionTuple.of(GroupSessions.GROUPS, groups).and(GroupSessions.REJECTED, rejected);
  }

  /** The input's windows. Each is emitted once, at the end of the input, so no event is late. */
  private static Window<KV<String, EventPack>> atTheEnd(WindowingStrategy<?, ?> strategy) {
    return into(strategy)
        .triggering(Never.ever())
        .withAllowedLateness(ALL_TIME)
        .discardingFiredPanes();
  }

  /**
   * The input's windows. Each element is emitted in its bundle, so no window holds the watermark;
   * but until the pane is gathered, it must hold the watermark at its earliest element. On the
   * DirectRunner, a pane that is stamped with the end of its window comes too late for a session
   * that is due meanwhile.
   */
  private static Window<KV<String, EventPack>> windows(WindowingStrategy<?, ?> strategy) {
    return into(strategy)
        .triggering(
            AfterWatermark.pastEndOfWindow()
                .withEarlyFirings(AfterPane.elementCountAtLeast(1))
                .withLateFirings(AfterPane.elementCountAtLeast(1)))
        .withAllowedLateness(strategy.getAllowedLateness())
        .withTimestampCombiner(TimestampCombiner.EARLIEST)
        .discardingFiredPanes();
  }

  @SuppressWarnings("unchecked") // The input has these windows already.
  private static Window<KV<String, EventPack>> into(WindowingStrategy<?, ?> strategy) {
    WindowFn<?, ?> windowFn = strategy.getWindowFn();
    return Window.into(
        (WindowFn<? super KV<String, EventPack>, ?>)
            (windowFn instanceof SessionWindows<?> sessions
                ? sessions.rejectingOtherGaps()
                : windowFn));
  }

  /** Beam's grouping. Each pane comes with its window as a value, in the global window. */
  private static <W extends BoundedWindow> PCollection<KV<String, KV<W, EncodedEvents>>> panes(
      PCollection<KV<String, EventPack>> packs, MachineWindowing<W> windowing) {
    return packs
        .apply("GroupByKey", GroupByKey.create())
        .apply("Panes", ParDo.of(new PaneFn<W>()))
        .setCoder(
            KvCoder.of(
                StringUtf8Coder.of(), KvCoder.of(windowing.coder(), EncodedEventsCoder.of())))
        .apply("PanesInGlobalWindow", GroupSessions.inGlobalWindow());
  }

  /** Splits rejected records from the events. */
  private static final class SplitRejectedFn
      extends DoFn<KV<String, EventPack>, KV<String, EventPack>> {
    @ProcessElement
    public void process(
        @Element KV<String, EventPack> element,
        MultiOutputReceiver all,
        OutputReceiver<KV<String, EventPack>> out) {
      EventPack pack = Objects.requireNonNull(element.getValue());
      pack.rejected().forEach(all.get(GroupSessions.REJECTED)::output);
      if (pack.events().size() > 0) {
        out.output(element);
      }
    }
  }

  /** Emits a pane's events in one array, with their window. A pane without events emits nothing. */
  private static final class PaneFn<W extends BoundedWindow>
      extends DoFn<KV<String, Iterable<EventPack>>, KV<String, KV<W, EncodedEvents>>> {
    @ProcessElement
    public void process(
        @Element KV<String, Iterable<EventPack>> group,
        BoundedWindow in,
        OutputReceiver<KV<String, KV<W, EncodedEvents>>> out) {
      EncodedEvents.Builder events = new EncodedEvents.Builder();
      for (EventPack pack : Objects.requireNonNull(group.getValue())) {
        events.addAll(pack.events());
      }
      if (events.size() > 0) {
        @SuppressWarnings("unchecked") // The input's windows are those of its own window function.
        W window = (W) in;
        out.output(KV.of(group.getKey(), KV.of(window, events.take())));
      }
    }
  }

  /** Converts a pane to a bucket of one pack. */
  private static final class PaneBucketFn<W extends BoundedWindow>
      extends DoFn<KV<String, KV<W, EncodedEvents>>, KV<String, byte[]>> {
    private final Coder<W> coder;

    PaneBucketFn(Coder<W> coder) {
      this.coder = coder;
    }

    @ProcessElement
    public void process(
        @Element KV<String, KV<W, EncodedEvents>> pane, OutputReceiver<KV<String, byte[]>> out)
        throws IOException {
      KV<W, EncodedEvents> value = Objects.requireNonNull(pane.getValue());
      EventPack events =
          EventPack.of(new SourcedEvents(Objects.requireNonNull(value.getValue()), List.of()));
      Bucket.Builder bucket = new Bucket.Builder();
      bucket.add(
          pane.getKey(),
          new WindowedPack<>(Objects.requireNonNull(value.getKey()), events),
          WindowedPack.coder(coder));
      out.output(KV.of(pane.getKey(), bucket.take()));
    }
  }

  /** Converts a pane to a group. In batch, a window has one pane. */
  private static final class GroupFn<W extends BoundedWindow>
      extends DoFn<KV<String, KV<W, EncodedEvents>>, EventGroup> {
    @ProcessElement
    public void process(
        @Element KV<String, KV<W, EncodedEvents>> pane, OutputReceiver<EventGroup> out) {
      EncodedEvents events = Objects.requireNonNull(pane.getValue()).getValue();
      out.output(new EventGroup(pane.getKey(), List.of(Objects.requireNonNull(events)), List.of()));
    }
  }
}
