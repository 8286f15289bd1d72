package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedPacker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Packs events by bucket, and refused records into any. A bucket holds the events of many machines,
 * and all of each of them: a runner's cost grows with the number of keys, so machines are told
 * apart behind the grouping.
 */
public final class BucketPacker implements RefusedPacker<Event, KV<Integer, Bucketed>> {
  /** A bucket's events go out at about this many bytes. */
  private static final int PACK_BYTES = 1 << 16;

  /** All buckets' events go out at about this many bytes. */
  private static final int MOST_BYTES = 1 << 26;

  /** Of what comes out. */
  public static final Coder<KV<Integer, Bucketed>> CODER =
      KvCoder.of(VarIntCoder.of(), new Bucketed.BucketedCoder());

  /** How many bytes of records a bucket is meant to have. */
  private static final long BUCKET_BYTES = 4L << 20;

  /** So many refused records go out at the latest, however small they are. */
  private static final int MOST_REFUSED = 1 << 10;

  private static final int FEWEST_BUCKETS = 16;
  private static final int MOST_BUCKETS = 1 << 12;

  private final int buckets;
  private transient PackedEvents.@Nullable Builder @Nullable [] builders;
  private transient long held;
  private transient @Nullable List<Refused> refused;
  private transient long refusedBytes;
  private transient int bucketOfRefused;

  /**
   * A packer that holds nothing yet.
   *
   * @param buckets how many; each has to fit into memory behind the grouping
   */
  public BucketPacker(int buckets) {
    this.buckets = buckets;
  }

  /** How many buckets are right for so many bytes of records. */
  public static int bucketsFor(long bytes) {
    return (int) Math.max(FEWEST_BUCKETS, Math.min(MOST_BUCKETS, bytes / BUCKET_BYTES));
  }

  @Override
  public void add(Event event, Consumer<KV<Integer, Bucketed>> out) {
    int bucket = bucket(event.machine());
    PackedEvents.Builder builder = builder(bucket);
    int before = builder.size();
    builder.add(event);
    held += builder.size() - before;
    if (builder.size() >= PACK_BYTES) {
      held -= builder.size();
      out.accept(KV.of(bucket, new Bucketed(builder.take(), List.of())));
    } else if (held >= MOST_BYTES) {
      flush(out);
    }
  }

  /** Neighbouring hash codes are spread; a plain remainder would keep the pattern of the names. */
  private int bucket(String machine) {
    int hash = machine.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }

  private PackedEvents.Builder builder(int bucket) {
    PackedEvents.@Nullable Builder[] all = builders;
    if (all == null) {
      all = new PackedEvents.Builder[buckets];
      builders = all;
    }
    PackedEvents.Builder builder = all[bucket];
    if (builder == null) {
      builder = new PackedEvents.Builder();
      all[bucket] = builder;
    }
    return builder;
  }

  @Override
  public void flush(Consumer<KV<Integer, Bucketed>> out) {
    PackedEvents.@Nullable Builder[] all = builders;
    for (int bucket = 0; all != null && bucket < buckets; bucket++) {
      PackedEvents.Builder builder = all[bucket];
      if (builder != null && builder.size() > 0) {
        out.accept(KV.of(bucket, new Bucketed(builder.take(), List.of())));
      }
    }
    held = 0;
    flushRefused(out);
  }

  @Override
  public void addRefused(Refused record, Consumer<KV<Integer, Bucketed>> out) {
    List<Refused> all = refused;
    if (all == null) {
      all = new ArrayList<>();
      refused = all;
    }
    all.add(record);
    refusedBytes += record.record().bytes().length;
    if (all.size() >= MOST_REFUSED || refusedBytes >= PACK_BYTES) {
      flushRefused(out);
    }
  }

  /** To one bucket after the other, so that they share them. */
  private void flushRefused(Consumer<KV<Integer, Bucketed>> out) {
    List<Refused> all = refused;
    if (all != null && !all.isEmpty()) {
      out.accept(KV.of(bucketOfRefused, new Bucketed(PackedEvents.NONE, all)));
      bucketOfRefused = (bucketOfRefused + 1) % buckets;
      all.clear();
    }
    refusedBytes = 0;
  }
}
