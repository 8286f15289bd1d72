package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.PackedEventsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;

/** Encodes a {@link Session} by its events. */
public final class SessionCoder extends AtomicCoder<Session> {
  private static final SessionCoder INSTANCE = new SessionCoder();

  private SessionCoder() {}

  public static SessionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Session value, OutputStream out) throws IOException {
    PackedEventsCoder.of().encode(PackedEvents.of(value.events()), out);
  }

  @Override
  public Session decode(InputStream in) throws IOException {
    List<Event> events = new ArrayList<>();
    PackedEventsCoder.of().decode(in).forEach(events::add);
    return new Session(events);
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
