package dev.sessionbeam.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.jspecify.annotations.Nullable;

/** Encodes a {@link TimedEvent}: its event, its instant, and the roles that were computed. */
public final class TimedEventCoder extends AtomicCoder<TimedEvent> {
  private static final long serialVersionUID = 1;
  private static final Coder<@Nullable String> TEXT = NullableCoder.of(StringUtf8Coder.of());
  private static final TimedEventCoder INSTANCE = new TimedEventCoder();

  private TimedEventCoder() {}

  public static TimedEventCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(TimedEvent value, OutputStream out) throws IOException {
    ParsedEventCoder.of().encode(value.event(), out);
    VarLongCoder.of().encode(value.millis(), out);
    ComputedRoles roles = value.roles();
    boolean computed = !roles.equals(ComputedRoles.NONE);
    BooleanCoder.of().encode(computed, out);
    if (computed) {
      TEXT.encode(roles.id(), out);
      TEXT.encode(roles.machine(), out);
      TEXT.encode(roles.action(), out);
    }
  }

  @Override
  public TimedEvent decode(InputStream in) throws IOException {
    ParsedEvent event = ParsedEventCoder.of().decode(in);
    long millis = VarLongCoder.of().decode(in);
    return BooleanCoder.of().decode(in)
        ? new TimedEvent(
            event, millis, new ComputedRoles(TEXT.decode(in), TEXT.decode(in), TEXT.decode(in)))
        : new TimedEvent(event, millis);
  }
}
