package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes an {@link Event} field by field. */
public final class EventCoder extends AtomicCoder<Event> {
  private static final EventCoder INSTANCE = new EventCoder();

  private EventCoder() {}

  public static EventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Event value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(value.machine(), out);
    ByteArrayCoder.of().encode(value.id(), out);
    VarLongCoder.of().encode(value.millis(), out);
    BooleanCoder.of().encode(value.opening(), out);
    StringUtf8Coder.of().encode(value.action(), out);
    ByteArrayCoder.of().encode(value.json(), out);
  }

  @Override
  public Event decode(InputStream in) throws IOException {
    return new Event(
        StringUtf8Coder.of().decode(in),
        ByteArrayCoder.of().decode(in),
        VarLongCoder.of().decode(in),
        BooleanCoder.of().decode(in),
        StringUtf8Coder.of().decode(in),
        ByteArrayCoder.of().decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
