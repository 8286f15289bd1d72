package dev.sessionbeam.failure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StructuredCoder;

/**
 * Records on their way through the steps before the grouping, many in one element, with those that
 * a step rejected beside them: a step with two outputs costs Flink a copy of everything.
 *
 * @param passed those that every step so far let pass; nobody writes to the list
 * @param rejected the others; nobody writes to the list
 */
public record RecordBatch<T>(List<T> passed, List<Refused> rejected) {
  /** A batch of which nothing is rejected yet. */
  public static <T> RecordBatch<T> of(List<T> records) {
    return new RecordBatch<>(records, List.of());
  }

  /** The coder of batches of records with this coder. */
  public static <T> Coder<RecordBatch<T>> coder(Coder<T> record) {
    return new BatchCoder<>(record);
  }

  private static final class BatchCoder<T> extends StructuredCoder<RecordBatch<T>> {
    private static final long serialVersionUID = 1;
    private static final Coder<List<Refused>> REJECTED = ListCoder.of(RefusedCoder.of());

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
