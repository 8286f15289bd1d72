package dev.sessionbeam.packing;

import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StructuredCoder;

/**
 * Many records in one element, for the steps before the grouping: the records that passed, and the
 * rejected records beside them. There is no separate output for rejected records, because a step
 * with two outputs costs Flink a copy of everything.
 *
 * @param passed the records that every step so far accepted; the list is never changed
 * @param rejected the rejected records; the list is never changed
 */
public record RecordBatch<T>(List<T> passed, List<RejectedRecord> rejected) {
  /** A batch without rejected records. */
  public static <T> RecordBatch<T> of(List<T> records) {
    return new RecordBatch<>(records, List.of());
  }

  /** The coder of batches whose records have the given coder. */
  public static <T> Coder<RecordBatch<T>> coder(Coder<T> record) {
    return new BatchCoder<>(record);
  }

  private static final class BatchCoder<T> extends StructuredCoder<RecordBatch<T>> {
    private static final long serialVersionUID = 1;
    private static final Coder<List<RejectedRecord>> REJECTED =
        ListCoder.of(RejectedRecordCoder.of());

    private final Coder<T> record;

    BatchCoder(Coder<T> record) {
      this.record = record;
    }

    @Override
    public void encode(RecordBatch<T> value, OutputStream out) throws IOException {
      ListCoder.of(record).encode(value.passed, out);
      REJECTED.encode(value.rejected, out);
    }

    @Override
    public RecordBatch<T> decode(InputStream in) throws IOException {
      return new RecordBatch<>(ListCoder.of(record).decode(in), REJECTED.decode(in));
    }

    @Override
    public List<? extends Coder<?>> getCoderArguments() {
      return List.of(record);
    }

    @Override
    public void verifyDeterministic() throws NonDeterministicException {
      record.verifyDeterministic();
    }
  }
}
