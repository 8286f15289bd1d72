package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedPacker;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.values.KV;

/**
 * Packs the events that a range of sessions needs. Refused records stay out, counted where they
 * were refused: they belong to no day, and would come again with each range.
 */
public final class RangePacker implements RefusedPacker<Optional<Event>, KV<Integer, Bucketed>> {
  private final BucketPacker packer;

  /** A packer that holds nothing yet, of so many buckets. */
  public RangePacker(int buckets) {
    this.packer = new BucketPacker(buckets);
  }

  @Override
  public void add(Optional<Event> event, Consumer<KV<Integer, Bucketed>> out) {
    if (event.isPresent()) {
      packer.add(event.get(), out);
    }
  }

  @Override
  public void addRefused(Refused refused, Consumer<KV<Integer, Bucketed>> out) {}

  @Override
  public void flush(Consumer<KV<Integer, Bucketed>> out) {
    packer.flush(out);
  }
}
