package dev.sessionbeam.session;

import dev.sessionbeam.packing.GatheringFn;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Collects the packs of many machines in {@link Bucket}s, within a bundle, each pack with its
 * window. Rejected records are emitted beside them, under {@link GroupSessions#REJECTED}: this step
 * splits them from the events.
 */
final class PackByBucketFn<W extends BoundedWindow>
    extends GatheringFn<KV<String, EventPack>, KV<Integer, byte[]>> {
  /** A bucket is emitted at about this many bytes. */
  private static final int PACK_BYTES = 1 << 16;

  /** All buckets are emitted when they have about this many bytes together. */
  private static final int MOST_BYTES = 1 << 26;

  /** The number of bytes of records that a bucket should have in batch. */
  private static final long BUCKET_BYTES = 4L << 20;

  private static final int FEWEST_BUCKETS = 16;
  private static final int MOST_BUCKETS = 1 << 12;

  private final Coder<WindowedPack<W>> coder;
  private final int buckets;
  private final boolean touchesAll;

  private transient Bucket.@Nullable Builder @Nullable [] growing;
  private transient long held;
  private transient boolean hasTouchedAll;
  private transient @Nullable BoundedWindow window;

  private PackByBucketFn(Coder<W> window, int buckets, boolean touchesAll) {
    this.coder = WindowedPack.coder(window);
    this.buckets = buckets;
    this.touchesAll = touchesAll;
  }

  /** Packs into this many buckets. Each bucket must fit into memory after the grouping. */
  static <W extends BoundedWindow> PackByBucketFn<W> of(Coder<W> window, int buckets) {
    return new PackByBucketFn<>(window, buckets, false);
  }

  /**
   * The same, but the first bundle emits every bucket, even if it is empty, so that each gets a
   * state.
   */
  static <W extends BoundedWindow> PackByBucketFn<W> touchingAll(Coder<W> window, int buckets) {
    return new PackByBucketFn<>(window, buckets, true);
  }

  /** The number of buckets for this many bytes of records. */
  static int bucketsFor(long bytes) {
    return (int) Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, bytes / BUCKET_BYTES));
  }

  @ProcessElement
  public void process(
      @Element KV<String, EventPack> element,
      BoundedWindow in,
      MultiOutputReceiver all,
      OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    window = in;
    EventPack pack = element.getValue();
    pack.rejected().forEach(all.get(GroupSessions.REJECTED)::output);
    if (pack.events().size() > 0) {
      @SuppressWarnings("unchecked") // The input's windows are those of its own window function.
      W own = (W) in;
      add(element.getKey(), new WindowedPack<>(own, pack), out::outputWithTimestamp);
    }
  }

  private void add(
      String machine, WindowedPack<W> pack, BiConsumer<KV<Integer, byte[]>, Instant> out)
      throws IOException {
    int bucket = bucket(machine);
    Bucket.Builder builder = builder(bucket);
    held -= builder.size();
    builder.add(machine, pack, coder);
    if (builder.size() >= PACK_BYTES) {
      emit(bucket, builder, out);
    } else {
      held += builder.size();
    }
    if (held >= MOST_BYTES) {
      emitAll(out);
    }
  }

  /**
   * The bucket of a machine. Neighbouring hash codes are spread; a plain remainder would keep the
   * pattern of the names.
   */
  private int bucket(String machine) {
    int hash = machine.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }

  private Bucket.Builder builder(int bucket) {
    Bucket.@Nullable Builder[] all = growing;
    if (all == null) {
      all = new Bucket.Builder[buckets];
      growing = all;
    }
    Bucket.Builder builder = all[bucket];
    if (builder == null) {
      builder = new Bucket.Builder();
      all[bucket] = builder;
    }
    return builder;
  }

  private static void emit(
      int bucket, Bucket.Builder builder, BiConsumer<KV<Integer, byte[]>, Instant> out) {
    Instant earliest = Instant.ofEpochMilli(builder.earliest());
    out.accept(KV.of(bucket, builder.take()), earliest);
  }

  private void emitAll(BiConsumer<KV<Integer, byte[]>, Instant> out) {
    Bucket.@Nullable Builder[] all = growing;
    for (int bucket = 0; all != null && bucket < buckets; bucket++) {
      Bucket.Builder builder = all[bucket];
      if (builder != null && builder.size() > 0) {
        emit(bucket, builder, out);
      }
    }
    growing = null;
    held = 0;
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    BoundedWindow any = window;
    if (any == null) {
      return;
    }
    // Any of the windows will do, because the next step uses the global window.
    emitAll((bucket, earliest) -> context.output(bucket, earliest, any));
    if (touchesAll && !hasTouchedAll) {
      hasTouchedAll = true;
      for (int bucket = 0; bucket < buckets; bucket++) {
        KV<Integer, byte[]> empty = KV.of(bucket, new byte[0]);
        Instant never = GlobalWindow.INSTANCE.maxTimestamp();
        context.output(empty, never, any);
      }
    }
  }
}
