package dev.sessionbeam.session;

import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.jspecify.annotations.Nullable;

/** What came out of bounded records: a session, or a record that was refused. */
public final class Sessionized {
  private final @Nullable RevisedSession session;
  private final @Nullable Refused refused;

  private Sessionized(@Nullable RevisedSession session, @Nullable Refused refused) {
    this.session = session;
    this.refused = refused;
  }

  static Sessionized of(RevisedSession session) {
    return new Sessionized(session, null);
  }

  static Sessionized of(Refused refused) {
    return new Sessionized(null, refused);
  }

  /** Hands it to the one that it is for. */
  public void tell(Consumer<RevisedSession> toSessions, Consumer<Refused> toRefused) {
    if (session != null) {
      toSessions.accept(session);
    }
    if (refused != null) {
      toRefused.accept(refused);
    }
  }

  /** Encodes a {@link Sessionized}. */
  static final class SessionizedCoder extends AtomicCoder<Sessionized> {
    private static final int SESSION = 0;
    private static final int REFUSED = 1;

    @Override
    public void encode(Sessionized value, OutputStream out) throws IOException {
      if (value.session != null) {
        out.write(SESSION);
        RevisedSessionCoder.of().encode(value.session, out);
      }
      if (value.refused != null) {
        out.write(REFUSED);
        RefusedCoder.of().encode(value.refused, out);
      }
    }

    @Override
    public Sessionized decode(InputStream in) throws IOException {
      return in.read() == SESSION
          ? of(RevisedSessionCoder.of().decode(in))
          : of(RefusedCoder.of().decode(in));
    }
  }
}
