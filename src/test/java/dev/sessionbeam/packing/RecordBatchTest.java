package dev.sessionbeam.packing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.Stage;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;

class RecordBatchTest {
  private static final RawRecord RECORD =
      new RawRecord(new byte[] {0, -1, '\n'}, new FileOrigin("\u00e9.gz", 7));
  private static final RejectedRecord REJECTED =
      new RejectedRecord(RECORD, Reason.BLANK_FIELD, Stage.VALIDATE, "is blank", "machine_id");

  @Test
  void aNewBatchHasNoRejectedRecords() {
    RecordBatch<RawRecord> batch = RecordBatch.of(List.of(RECORD));
    assertThat(batch.passed(), is(List.of(RECORD)));
    assertThat(batch.rejected(), is(empty()));
  }

  @Test
  void aBatchIsEqualAfterItsCoder() throws Exception {
    Coder<RecordBatch<RawRecord>> coder = RecordBatch.coder(RawRecordCoder.of());
    for (RecordBatch<RawRecord> batch :
        List.of(
            RecordBatch.<RawRecord>of(List.of()),
            RecordBatch.of(List.of(RECORD, RECORD)),
            new RecordBatch<RawRecord>(List.of(), List.of(REJECTED)),
            new RecordBatch<>(List.of(RECORD), List.of(REJECTED, REJECTED)))) {
      CoderProperties.coderDecodeEncodeEqual(coder, batch);
    }
    CoderProperties.coderSerializable(coder);
    CoderProperties.coderDecodeEncodeEqual(
        RecordBatch.coder(VarIntCoder.of()), new RecordBatch<>(List.of(1, -1), List.of(REJECTED)));
  }
}
