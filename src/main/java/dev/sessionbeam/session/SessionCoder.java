package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.PackedEventsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes a {@link Session} by its machine and its events. */
public final class SessionCoder extends AtomicCoder<Session> {
  private static final SessionCoder INSTANCE = new SessionCoder();

  private SessionCoder() {}

  public static SessionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Session value, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(value.machine(), out);
    PackedEventsCoder.of().encode(PackedEvents.of(value.events()), out);
  }

  @Override
  public Session decode(InputStream in) throws IOException {
    String machine = StringUtf8Coder.of().decode(in);
    return new Session(PackedEventsCoder.of().decode(in).toList(machine));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
