package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import dev.sessionbeam.event.PackedEvents;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.SourcedEvents;
import dev.sessionbeam.event.SourcedEventsCoder;
import dev.sessionbeam.failure.Refused;
import dev.sessionbeam.failure.RefusedCoder;
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
 * What {@link PackByMachine} makes of many events: those of one machine that lie in one window. Or
 * rejected records, which travel with the packs up to where both are split; of these the span says
 * nothing.
 */
public final class EventPack implements EventSpan {
  /** Of a pack of rejected records: they have no instant, and belong to no session. */
  private static final long NO_INSTANT = 0;

  private final SourcedEvents sourced;
  private final List<Refused> rejected;

  private boolean isLookedAt;
  private long start = NO_INSTANT;
  private long last = NO_INSTANT;
  private long lastOpening = NO_OPENING;
  private boolean opens;

  private EventPack(SourcedEvents sourced, List<Refused> rejected) {
    this.sourced = sourced;
    this.rejected = rejected;
  }

  /** Events of one machine, one or more. */
  static EventPack of(SourcedEvents events) {
    return new EventPack(events, List.of());
  }

  /** Rejected records. */
  static EventPack ofRejected(List<Refused> rejected) {
    return new EventPack(new SourcedEvents(PackedEvents.NONE, List.of()), List.copyOf(rejected));
  }

  /** The events; none in a pack of rejected records. */
  public PackedEvents events() {
    return sourced.events();
  }

  /** The records that the events were, in the same order; none where nothing rejects them later. */
  public List<RawRecord> records() {
    return sourced.records();
  }

  /** The rejected records; none in a pack of events. */
  public List<Refused> rejected() {
    return rejected;
  }

  @Override
  public long start() {
    look();
    return start;
  }

  @Override
  public long last() {
    look();
    return last;
  }

  @Override
  public long lastOpening() {
    look();
    return lastOpening;
  }

  @Override
  public boolean opens() {
    look();
    return opens;
  }

  /** Goes over the events once; most packs are never asked. */
  private void look() {
    if (isLookedAt) {
      return;
    }
    isLookedAt = true;
    PackedEvents.Reader event = events().reader();
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
    private static final Coder<List<Refused>> REJECTED = ListCoder.of(RefusedCoder.of());

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
