package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.util.VarInt;

/** Encodes a {@link RawRecord}: its origin, then its bytes. */
public final class RawRecordCoder extends AtomicCoder<RawRecord> {
  private static final long serialVersionUID = 1;
  private static final RawRecordCoder INSTANCE = new RawRecordCoder();

  private RawRecordCoder() {}

  public static RawRecordCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(RawRecord value, OutputStream out) throws IOException {
    OriginCoder.encode(value.origin(), null, out);
    ByteArrayCoder.of().encode(value.bytes(), out);
  }

  @Override
  public RawRecord decode(InputStream in) throws IOException {
    Origin origin = OriginCoder.decode(null, in);
    return new RawRecord(ByteArrayCoder.of().decode(in), origin);
  }

  /**
   * Encodes a list of records. The values that an origin shares with the one before it are not
   * repeated.
   */
  public static void encodeAll(List<RawRecord> records, OutputStream out) throws IOException {
    VarInt.encode(records.size(), out);
    Origin before = null;
    for (RawRecord record : records) {
      OriginCoder.encode(record.origin(), before, out);
      ByteArrayCoder.of().encode(record.bytes(), out);
      before = record.origin();
    }
  }

  /** Decodes a list that {@link #encodeAll} has encoded. */
  public static List<RawRecord> decodeAll(InputStream in) throws IOException {
    int count = VarInt.decodeInt(in);
    List<RawRecord> records = new ArrayList<>(count);
    Origin before = null;
    for (int i = 0; i < count; i++) {
      before = OriginCoder.decode(before, in);
      records.add(new RawRecord(ByteArrayCoder.of().decode(in), before));
    }
    return records;
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
