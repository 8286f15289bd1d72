package dev.sessionbeam.failure;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes a {@link RejectedRecord}. */
public final class RejectedRecordCoder extends AtomicCoder<RejectedRecord> {
  private static final long serialVersionUID = 1;
  private static final RejectedRecordCoder INSTANCE = new RejectedRecordCoder();
  private static final Coder<String> TEXT = StringUtf8Coder.of();
  private static final Coder<String> FIELD = NullableCoder.of(TEXT);

  private RejectedRecordCoder() {}

  public static RejectedRecordCoder of() {
    return INSTANCE;
  }

  @Override
  @SuppressWarnings("NullAway") // NullableCoder accepts null, but Beam's signature does not.
  public void encode(RejectedRecord value, OutputStream out) throws IOException {
    RawRecordCoder.of().encode(value.record(), out);
    TEXT.encode(value.reason().name(), out);
    TEXT.encode(value.stage().name(), out);
    TEXT.encode(value.message(), out);
    FIELD.encode(value.field(), out);
  }

  @Override
  public RejectedRecord decode(InputStream in) throws IOException {
    RawRecord record = RawRecordCoder.of().decode(in);
    Reason reason = Reason.valueOf(TEXT.decode(in));
    Stage stage = Stage.valueOf(TEXT.decode(in));
    return new RejectedRecord(record, reason, stage, TEXT.decode(in), FIELD.decode(in));
  }
}
