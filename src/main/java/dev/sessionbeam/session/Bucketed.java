package dev.sessionbeam.session;

import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.PackedEventsCoder;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;

/**
 * A part of a bucket's content.
 *
 * @param events all of them of machines of this bucket
 * @param refused any records that were refused; they are in whatever bucket
 */
public record Bucketed(PackedEvents events, List<Refused> refused) {
  public Bucketed {
    refused = List.copyOf(refused);
  }

  /** Encodes a {@link Bucketed}. */
  static final class BucketedCoder extends AtomicCoder<Bucketed> {
    private static final Coder<List<Refused>> REFUSED = ListCoder.of(RefusedCoder.of());

    @Override
    public void encode(Bucketed value, OutputStream out) throws IOException {
      PackedEventsCoder.of().encode(value.events, out);
      REFUSED.encode(value.refused, out);
    }

    @Override
    public Bucketed decode(InputStream in) throws IOException {
      return new Bucketed(PackedEventsCoder.of().decode(in), REFUSED.decode(in));
    }
  }
}
