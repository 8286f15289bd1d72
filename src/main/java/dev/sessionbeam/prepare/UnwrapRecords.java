package dev.sessionbeam.prepare;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectionCounter;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.packing.RecordBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.SerializableFunction;

/**
 * Turns a list of raw records into batches of the records in them, and of the records that cannot
 * be unwrapped. A list may become several batches, so that not all records of a list have to be in
 * memory at once.
 *
 * <p>Metrics, in the namespace of this class: {@link #CONTAINERS} and {@link #RECORDS}. Rejected
 * records count for the step, as {@link ApplyRule} counts them.
 */
public final class UnwrapRecords
    implements SerializableFunction<List<RawRecord>, Iterable<RecordBatch<RawRecord>>> {
  /** Counter: records that were containers. */
  public static final String CONTAINERS = "containers";

  /** Counter: records that were inside containers, valid or not. */
  public static final String RECORDS = "inner_records";

  /** A batch has about this many records at most, if it holds more than one container. */
  private static final int BATCH_RECORDS = 10_000;

  /** The same in bytes. */
  private static final int BATCH_BYTES = 4 << 20;

  private final UnwrapRecord unwrap;
  private final Counter containers = Metrics.counter(UnwrapRecords.class, CONTAINERS);
  private final Counter records = Metrics.counter(UnwrapRecords.class, RECORDS);
  private final Counter in;
  private final Counter rejected;
  private final RejectionCounter rejections = new RejectionCounter();

  /**
   * Unwraps records.
   *
   * @param path the definition's setting
   * @param step the class that gives the step's metrics their namespace
   */
  UnwrapRecords(FieldPath path, Class<?> step) {
    this.unwrap = new UnwrapRecord(path);
    this.in = Metrics.counter(step, ApplyRule.RECORDS_IN);
    this.rejected = Metrics.counter(step, ApplyRule.RECORDS_REJECTED);
  }

  /** Returns batches that can be iterated once, because records are counted as they are made. */
  @Override
  public Iterable<RecordBatch<RawRecord>> apply(List<RawRecord> outer) {
    return () -> new Batches(outer.iterator());
  }

  private final class Batches implements Iterator<RecordBatch<RawRecord>> {
    private final Iterator<RawRecord> outer;

    Batches(Iterator<RawRecord> outer) {
      this.outer = outer;
    }

    @Override
    public boolean hasNext() {
      return outer.hasNext();
    }

    @Override
    public RecordBatch<RawRecord> next() {
      if (!outer.hasNext()) {
        throw new NoSuchElementException();
      }
      List<RawRecord> inner = new ArrayList<>();
      List<RejectedRecord> notUnwrapped = new ArrayList<>(0);
      long bytes = 0;
      while (outer.hasNext()
          && inner.size() + notUnwrapped.size() < BATCH_RECORDS
          && bytes < BATCH_BYTES) {
        RawRecord record = outer.next();
        bytes += record.bytes().length;
        unwrap(record, inner, notUnwrapped);
      }
      notUnwrapped.forEach(rejections::count);
      in.inc(notUnwrapped.size());
      rejected.inc(notUnwrapped.size());
      return new RecordBatch<>(inner, notUnwrapped);
    }

    private void unwrap(
        RawRecord record, List<RawRecord> inner, List<RejectedRecord> notUnwrapped) {
      try {
        UnwrapRecord.Unwrapped unwrapped = unwrap.of(record);
        inner.addAll(unwrapped.records());
        notUnwrapped.addAll(unwrapped.rejected());
        if (unwrapped.isContainer()) {
          containers.inc();
          records.inc(unwrapped.records().size() + unwrapped.rejected().size());
        }
      } catch (RecordRejectedException e) {
        notUnwrapped.add(e.of(record));
      }
    }
  }
}
