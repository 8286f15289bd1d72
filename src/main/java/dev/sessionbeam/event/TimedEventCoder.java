package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes a {@link TimedEvent}: the instant, then the event. */
public final class TimedEventCoder extends AtomicCoder<TimedEvent> {
  private static final TimedEventCoder INSTANCE = new TimedEventCoder();

  private TimedEventCoder() {}

  public static TimedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TimedEvent value, OutputStream out) throws IOException {
    VarLongCoder.of().encode(value.millis(), out);
    ParsedEventCoder.of().encode(value.event(), out);
  }

  @Override
  public TimedEvent decode(InputStream in) throws IOException {
    long millis = VarLongCoder.of().decode(in);
    return new TimedEvent(ParsedEventCoder.of().decode(in), millis);
  }
}
