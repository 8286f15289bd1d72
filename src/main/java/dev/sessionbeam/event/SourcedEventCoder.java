package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link SourcedEvent}: its event, then its record. */
public final class SourcedEventCoder extends AtomicCoder<SourcedEvent> {
  private static final long serialVersionUID = 1;
  private static final SourcedEventCoder INSTANCE = new SourcedEventCoder();

  private SourcedEventCoder() {}

  public static SourcedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SourcedEvent value, OutputStream out) throws IOException {
    EventCoder.of().encode(value.event(), out);
    RawRecordCoder.of().encode(value.record(), out);
  }

  @Override
  public SourcedEvent decode(InputStream in) throws IOException {
    return new SourcedEvent(EventCoder.of().decode(in), RawRecordCoder.of().decode(in));
  }
}
