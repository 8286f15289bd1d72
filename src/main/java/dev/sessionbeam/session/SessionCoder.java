package dev.sessionbeam.session;

import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.EncodedEventsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes a {@link Session}: its machine, then its events. */
public final class SessionCoder extends AtomicCoder<Session> {
  private static final SessionCoder INSTANCE = new SessionCoder();

  private SessionCoder() {}

  public static SessionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Session value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(value.machine(), out);
    EncodedEventsCoder.of().encode(EncodedEvents.of(value.events()), out);
  }

  @Override
  public Session decode(InputStream in) throws IOException {
    String machine = StringUtf8Coder.of().decode(in);
    return new Session(EncodedEventsCoder.of().decode(in).toList(machine));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
