package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.failure.RejectedRecordCoder;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import dev.sessionbeam.packing.SourcedEventsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.jspecify.annotations.Nullable;

/**
 * Events of one machine in one window, as {@link PackByMachine} packs them; or rejected records,
 * which pass through the same steps until a step splits them from the events. The span of a pack of
 * rejected records has no meaning.
 */
public final class EventPack implements EventSpan {
  /** For a pack of rejected records, which have no instant and belong to no session. */
  private static final long NO_INSTANT = 0;

  private final SourcedEvents sourced;
  private final List<RejectedRecord> rejected;

  private boolean hasSpan;
  private long start = NO_INSTANT;
  private long last = NO_INSTANT;
  private long lastOpening = NO_OPENING;
  private boolean opens;

  private EventPack(SourcedEvents sourced, List<RejectedRecord> rejected) {
    this.sourced = sourced;
    this.rejected = rejected;
  }

  /** A pack of one or more events of one machine. */
  static EventPack of(SourcedEvents events) {
    return new EventPack(events, List.of());
  }

  /** A pack of rejected records. */
  static EventPack ofRejected(List<RejectedRecord> rejected) {
    return new EventPack(new SourcedEvents(EncodedEvents.NONE, List.of()), List.copyOf(rejected));
  }

  /** The events; empty in a pack of rejected records. */
  public EncodedEvents events() {
    return sourced.events();
  }

  /** The records of the events, in the same order; empty if no later step rejects events. */
  public List<RawRecord> records() {
    return sourced.records();
  }

  /** The rejected records; empty in a pack of events. */
  public List<RejectedRecord> rejected() {
    return rejected;
  }

  @Override
  public long start() {
    computeSpan();
    return start;
  }

  @Override
  public long last() {
    computeSpan();
    return last;
  }

  @Override
  public long lastOpening() {
    computeSpan();
    return lastOpening;
  }

  @Override
  public boolean opens() {
    computeSpan();
    return opens;
  }

  /** Computes the span on the first call, because most packs never need it. */
  private void computeSpan() {
    if (hasSpan) {
      return;
    }
    hasSpan = true;
    EncodedEvents.Reader event = events().reader();
    for (boolean first = true; event.hasNext(); first = false) {
      event.next();
      boolean earlier = first || event.millis() < start;
      opens = earlier ? event.opens() : opens && (event.opens() || event.millis() > start);
      start = earlier ? event.millis() : start;
      last = first ? event.millis() : Math.max(last, event.millis());
      lastOpening = Math.max(lastOpening, event.lastOpening());
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventPack that
        && sourced.equals(that.sourced)
        && rejected.equals(that.rejected);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sourced, rejected);
  }

  /** The coder of packs. */
  public static Coder<EventPack> coder() {
    return PackCoder.INSTANCE;
  }

  static final class PackCoder extends AtomicCoder<EventPack> {
    private static final long serialVersionUID = 1;
    private static final PackCoder INSTANCE = new PackCoder();
    private static final Coder<List<RejectedRecord>> REJECTED =
        ListCoder.of(RejectedRecordCoder.of());

    private PackCoder() {}

    @Override
    public void encode(EventPack pack, OutputStream out) throws IOException {
      SourcedEventsCoder.of().encode(pack.sourced, out);
      REJECTED.encode(pack.rejected, out);
    }

    @Override
    public EventPack decode(InputStream in) throws IOException {
      return new EventPack(SourcedEventsCoder.of().decode(in), REJECTED.decode(in));
    }

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
