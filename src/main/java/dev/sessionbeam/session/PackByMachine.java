package dev.sessionbeam.session;

import dev.sessionbeam.event.GatheringFn;
import dev.sessionbeam.event.SourcedEvent;
import dev.sessionbeam.failure.RecordBatch;
import dev.sessionbeam.failure.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
 * Events to packs of them, each of one machine and one window, gathered within a bundle: most of an
 * element's way through a runner costs the same whatever its size. Rejected records go on in packs
 * of their own, with no machine. In the global window.
 *
 * <p>A pack bears the time of its earliest event. It holds the records that its events were only
 * where a later step may reject them: in a stream.
 */
public final class PackByMachine
    extends PTransform<PCollection<RecordBatch<SourcedEvent>>, PCollection<KV<String, EventPack>>> {
  /** The key of packs that hold rejected records: no machine's name is blank. */
  static final String NO_MACHINE = "";

  private static final Coder<KV<String, EventPack>> CODER =
      KvCoder.of(StringUtf8Coder.of(), EventPack.coder());

  private final MachineWindowing<?> windowing;

  private PackByMachine(MachineWindowing<?> windowing) {
    this.windowing = windowing;
  }

  /**
   * Packs together what a window function merges; the packs go into its windows next.
   *
   * @throws IllegalArgumentException where it assigns several windows to an element
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
    /** A machine's events go out at about this many bytes. */
    private static final int PACK_BYTES = 1 << 17;

    /** All machines' events go out at about this many bytes. */
    private static final int MOST_BYTES = 60 << 20;

    /** So many rejected records go out at the latest, however small they are. */
    private static final int MOST_REJECTED = 1 << 10;

    private final MachineWindowing<W> windowing;
    private final boolean keepsRecords;

    private transient @Nullable HeldEvents held;
    private transient @Nullable List<Refused> rejected;
    private transient long rejectedBytes;
    private transient Instant rejectedAt = BoundedWindow.TIMESTAMP_MAX_VALUE;

    PackFn(MachineWindowing<W> windowing, boolean keepsRecords) {
      this.windowing = windowing;
      this.keepsRecords = keepsRecords;
    }

    @StartBundle
    public void startBundle() {
      if (held == null) {
        held = new HeldEvents(keepsRecords);
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
      for (SourcedEvent event : batch.passed()) {
        add(event, out);
      }
      List<Refused> refused = batch.rejected();
      if (!refused.isEmpty()) {
        add(refused, timestamp, out);
      }
      if (opened(held).bytes() + rejectedBytes >= MOST_BYTES) {
        flush(out);
      }
    }

    private void add(SourcedEvent sourced, BiConsumer<KV<String, EventPack>, Instant> out)
        throws Exception {
      HeldEvents.Machine machine = opened(held).add(sourced);
      if (machine.bytes() >= PACK_BYTES) {
        give(sourced.event().machine(), machine, out);
      }
    }

    private void add(
        List<Refused> refused, Instant timestamp, BiConsumer<KV<String, EventPack>, Instant> out) {
      rejectedAt = timestamp.isBefore(rejectedAt) ? timestamp : rejectedAt;
      for (Refused record : refused) {
        opened(rejected).add(record);
        rejectedBytes += record.record().bytes().length;
        if (opened(rejected).size() >= MOST_REJECTED) {
          giveRejected(out);
        }
      }
    }

    private void give(
        String machine, HeldEvents.Machine events, BiConsumer<KV<String, EventPack>, Instant> out)
        throws Exception {
      for (WindowedPack<W> split : windowing.split(machine, opened(held).take(events))) {
        Instant earliest = Instant.ofEpochMilli(split.pack().start());
        out.accept(KV.of(machine, split.pack()), earliest);
      }
    }

    private void giveRejected(BiConsumer<KV<String, EventPack>, Instant> out) {
      List<Refused> all = opened(rejected);
      if (!all.isEmpty()) {
        out.accept(KV.of(NO_MACHINE, EventPack.ofRejected(all)), rejectedAt);
        all.clear();
        rejectedBytes = 0;
      }
    }

    private void flush(BiConsumer<KV<String, EventPack>, Instant> out) throws Exception {
      for (Map.Entry<String, HeldEvents.Machine> machine : opened(held).machines().entrySet()) {
        if (machine.getValue().bytes() > 0) {
          give(machine.getKey(), machine.getValue(), out);
        }
      }
      opened(held).clear();
      giveRejected(out);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws Exception {
      flush((pack, earliest) -> context.output(pack, earliest, GlobalWindow.INSTANCE));
    }

    private static <T> T opened(@Nullable T held) {
      if (held == null) {
        throw new IllegalStateException("no bundle was started");
      }
      return held;
    }
  }
}
