package dev.sessionbeam.session;

import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.packing.GatheringFn;
import dev.sessionbeam.packing.RecordBatch;
import dev.sessionbeam.packing.SourcedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Packs events, within a bundle: each pack has events of one machine and one window. Most of the
 * work that a runner does for an element costs the same for every size. Rejected records are
 * emitted in packs of their own, without a machine. The packs are in the global window.
 *
 * <p>A pack has the time of its earliest event. It has the records of its events only if a later
 * step may reject events, as in a stream.
 */
public final class PackByMachine
    extends PTransform<PCollection<RecordBatch<SourcedEvent>>, PCollection<KV<String, EventPack>>> {
  /** The key of packs of rejected records. The name of a machine is never blank. */
  static final String NO_MACHINE = "";

  private static final Coder<KV<String, EventPack>> CODER =
      KvCoder.of(StringUtf8Coder.of(), EventPack.coder());

  private final MachineWindowing<?> windowing;

  private PackByMachine(MachineWindowing<?> windowing) {
    this.windowing = windowing;
  }

  /**
   * Packs events together if a window function merges their windows. The packs must be put into the
   * windows of this function next.
   *
   * @throws IllegalArgumentException if it may assign several windows to an element
   */
  public static PackByMachine by(WindowFn<?, ?> windowFn) {
    return new PackByMachine(MachineWindowing.of(windowFn));
  }

  @Override
  public PCollection<KV<String, EventPack>> expand(PCollection<RecordBatch<SourcedEvent>> events) {
    boolean keepsRecords = events.isBounded() == PCollection.IsBounded.UNBOUNDED;
    return events.apply("Pack", ParDo.of(new PackFn<>(windowing, keepsRecords))).setCoder(CODER);
  }

  private static final class PackFn<W extends BoundedWindow>
      extends GatheringFn<RecordBatch<SourcedEvent>, KV<String, EventPack>> {
    /** A machine's events are emitted at about this many bytes. */
    private static final int PACK_BYTES = 1 << 17;

    /** The events of all machines are emitted when they have about this many bytes together. */
    private static final int MOST_BYTES = 60 << 20;

    /** The maximum number of rejected records in a pack, however small they are. */
    private static final int MOST_REJECTED = 1 << 10;

    private final MachineWindowing<W> windowing;
    private final boolean keepsRecords;

    private transient @Nullable BufferedEvents held;
    private transient @Nullable List<RejectedRecord> rejected;
    private transient long rejectedBytes;
    private transient Instant rejectedAt = BoundedWindow.TIMESTAMP_MAX_VALUE;

    PackFn(MachineWindowing<W> windowing, boolean keepsRecords) {
      this.windowing = windowing;
      this.keepsRecords = keepsRecords;
    }

    @StartBundle
    public void startBundle() {
      if (held == null) {
        held = new BufferedEvents(keepsRecords);
        rejected = new ArrayList<>();
      }
      rejectedAt = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @ProcessElement
    public void process(
        @Element RecordBatch<SourcedEvent> batch,
        @Timestamp Instant timestamp,
        OutputReceiver<KV<String, EventPack>> receiver)
        throws Exception {
      BiConsumer<KV<String, EventPack>, Instant> out = receiver::outputWithTimestamp;
      BufferedEvents events = opened(held);
      batch.passed().forEach(events::add);
      List<RejectedRecord> newlyRejected = batch.rejected();
      if (!newlyRejected.isEmpty()) {
        add(newlyRejected, timestamp, out);
      }
      if (events.bytes() + rejectedBytes >= MOST_BYTES) {
        flush(out);
      }
    }

    private void add(
        List<RejectedRecord> newlyRejected,
        Instant timestamp,
        BiConsumer<KV<String, EventPack>, Instant> out) {
      rejectedAt = timestamp.isBefore(rejectedAt) ? timestamp : rejectedAt;
      for (RejectedRecord record : newlyRejected) {
        opened(rejected).add(record);
        rejectedBytes += record.record().bytes().length;
        if (opened(rejected).size() >= MOST_REJECTED) {
          emitRejected(out);
        }
      }
    }

    private void emit(
        String machine, SourcedEvents events, BiConsumer<KV<String, EventPack>, Instant> out)
        throws Exception {
      for (WindowedPack<W> split : windowing.split(machine, events)) {
        Instant earliest = Instant.ofEpochMilli(split.pack().start());
        out.accept(KV.of(machine, split.pack()), earliest);
      }
    }

    private void emitRejected(BiConsumer<KV<String, EventPack>, Instant> out) {
      List<RejectedRecord> all = opened(rejected);
      if (!all.isEmpty()) {
        out.accept(KV.of(NO_MACHINE, EventPack.ofRejected(all)), rejectedAt);
        all.clear();
        rejectedBytes = 0;
      }
    }

    private void flush(BiConsumer<KV<String, EventPack>, Instant> out) throws Exception {
      opened(held).giveOut(PACK_BYTES, (machine, events) -> emit(machine, events, out));
      emitRejected(out);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws Exception {
      flush((pack, earliest) -> context.output(pack, earliest, GlobalWindow.INSTANCE));
    }

    private static <T> T opened(@Nullable T held) {
      if (held == null) {
        throw new IllegalStateException("startBundle was not called");
      }
      return held;
    }
  }
}
