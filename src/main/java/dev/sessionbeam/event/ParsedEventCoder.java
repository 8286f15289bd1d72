package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CoderException;

/** Encodes a {@link ParsedEvent}: the raw record, then the fields as JSON. */
public final class ParsedEventCoder extends AtomicCoder<ParsedEvent> {
  private static final ParsedEventCoder INSTANCE = new ParsedEventCoder();

  private ParsedEventCoder() {}

  public static ParsedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ParsedEvent value, OutputStream out) throws IOException {
    RawRecordCoder.of().encode(value.raw(), out);
    ByteArrayCoder.of().encode(value.fields().toBytes(), out);
  }

  @Override
  public ParsedEvent decode(InputStream in) throws IOException {
    RawRecord raw = RawRecordCoder.of().decode(in);
    try {
      return new ParsedEvent(raw, JsonObject.parse(ByteArrayCoder.of().decode(in)));
    } catch (JsonSyntaxException e) {
      throw new CoderException(e);
    }
  }
}
