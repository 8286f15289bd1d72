package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link TimedEvent}: its event, then its instant. */
public final class TimedEventCoder extends AtomicCoder<TimedEvent> {
  private static final long serialVersionUID = 1;
  private static final TimedEventCoder INSTANCE = new TimedEventCoder();

  private TimedEventCoder() {}

  public static TimedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TimedEvent value, OutputStream out) throws IOException {
    ParsedEventCoder.of().encode(value.event(), out);
    VarLongCoder.of().encode(value.millis(), out);
  }

  @Override
  public TimedEvent decode(InputStream in) throws IOException {
    return new TimedEvent(ParsedEventCoder.of().decode(in), VarLongCoder.of().decode(in));
  }
}
