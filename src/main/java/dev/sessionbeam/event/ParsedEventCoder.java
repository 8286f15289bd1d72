package dev.sessionbeam.event;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;

/** Encodes a {@link ParsedEvent}: its record, and its fields if they differ from the record. */
public final class ParsedEventCoder extends AtomicCoder<ParsedEvent> {
  private static final long serialVersionUID = 1;
  private static final ParsedEventCoder INSTANCE = new ParsedEventCoder();

  private ParsedEventCoder() {}

  public static ParsedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ParsedEvent value, OutputStream out) throws IOException {
    RawRecordCoder.of().encode(value.raw(), out);
    byte[] fields = value.fields().toBytes();
    boolean changed = !Arrays.equals(fields, value.raw().bytes());
    BooleanCoder.of().encode(changed, out);
    if (changed) {
      ByteArrayCoder.of().encode(fields, out);
    }
  }

  @Override
  public ParsedEvent decode(InputStream in) throws IOException {
    RawRecord raw = RawRecordCoder.of().decode(in);
    boolean changed = BooleanCoder.of().decode(in);
    byte[] fields = changed ? ByteArrayCoder.of().decode(in) : raw.bytes();
    try {
      return new ParsedEvent(raw, JsonObject.parse(fields));
    } catch (JsonSyntaxException e) {
      throw new IOException("the encoded fields of a record are not JSON", e);
    }
  }
}
