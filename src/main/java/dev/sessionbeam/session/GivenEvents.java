package dev.sessionbeam.session;

import dev.sessionbeam.event.Press;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * {@link EventGroup.Given} as it is kept in state.
 *
 * @param pressed the events, compressed
 */
record GivenEvents(byte[] pressed, int revision, SessionRules rules) {
  /** A group's events, now that it is given out; its sessions were cut by these rules. */
  static GivenEvents of(EventGroup group, SessionRules rules, Press press) {
    return new GivenEvents(press.press(group.packed()), group.revision(), rules);
  }

  EventGroup.Given release(Press press) {
    return new EventGroup.Given(press.releaseEvents(pressed), revision, rules);
  }

  /** Encodes {@link GivenEvents}. */
  static final class GivenCoder extends AtomicCoder<GivenEvents> {
    private static final long serialVersionUID = 1;

    @Override
    public void encode(GivenEvents given, OutputStream out) throws IOException {
      VarIntCoder.of().encode(given.revision, out);
      VarLongCoder.of().encode(given.rules.gapMillis(), out);
      VarLongCoder.of().encode(given.rules.maxDurationMillis(), out);
      ByteArrayCoder.of().encode(given.pressed, out);
    }

    @Override
    public GivenEvents decode(InputStream in) throws IOException {
      int revision = VarIntCoder.of().decode(in);
      SessionRules rules =
          new SessionRules(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in));
      return new GivenEvents(ByteArrayCoder.of().decode(in), revision, rules);
    }
  }
}
