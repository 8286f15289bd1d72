package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.event.EventCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/** Encodes a {@link Session} as the list of its events. */
public final class SessionCoder extends AtomicCoder<Session> {
  private static final SessionCoder INSTANCE = new SessionCoder();
  private static final Coder<List<Event>> EVENTS = ListCoder.of(EventCoder.of());

  private SessionCoder() {}

  public static SessionCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Session session, OutputStream out) throws IOException {
    EVENTS.encode(session.events(), out);
  }

  @Override
  public Session decode(InputStream in) throws IOException {
    return new Session(EVENTS.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
