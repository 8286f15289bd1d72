package dev.sessionbeam.session;

import dev.sessionbeam.event.Event;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.EncodedEventsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * All events so far of one merged window of a machine, which Beam calls an accumulating pane.
 *
 * @param fresh the events that came after the last emission; in batch, all events
 * @param emitted the events that were emitted before, one item for each earlier group; in batch,
 *     empty
 */
public record EventGroup(String machine, List<EncodedEvents> fresh, List<Emitted> emitted) {
  public EventGroup {
    fresh = List.copyOf(fresh);
    emitted = List.copyOf(emitted);
  }

  /**
   * Events whose sessions were emitted.
   *
   * @param revision no revision of these sessions is higher
   * @param rules the rules that the sessions were cut by
   */
  public record Emitted(EncodedEvents events, int revision, SessionRules rules) {}

  /** The highest revision that the group's sessions can have: one more than before, from 0. */
  int revision() {
    return emitted.stream().mapToInt(before -> before.revision() + 1).max().orElse(0);
  }

  /** All of the events, in no particular order. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    fresh.forEach(packed -> events.addAll(packed.toList(machine)));
    emitted.forEach(before -> events.addAll(before.events().toList(machine)));
    return events;
  }

  /** All of the events in one array. */
  EncodedEvents packed() {
    EncodedEvents.Builder all = new EncodedEvents.Builder();
    fresh.forEach(all::addAll);
    emitted.forEach(before -> all.addAll(before.events()));
    return all.take();
  }

  /** The coder of groups. */
  public static Coder<EventGroup> coder() {
    return GroupCoder.INSTANCE;
  }

  private static final class GroupCoder extends AtomicCoder<EventGroup> {
    private static final long serialVersionUID = 1;
    private static final GroupCoder INSTANCE = new GroupCoder();
    private static final Coder<List<EncodedEvents>> FRESH = ListCoder.of(EncodedEventsCoder.of());
    private static final Coder<List<Emitted>> EMITTED = ListCoder.of(new EmittedCoder());

    @Override
    public void encode(EventGroup group, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(group.machine, out);
      FRESH.encode(group.fresh, out);
      EMITTED.encode(group.emitted, out);
    }

    @Override
    public EventGroup decode(InputStream in) throws IOException {
      return new EventGroup(StringUtf8Coder.of().decode(in), FRESH.decode(in), EMITTED.decode(in));
    }
  }

  private static final class EmittedCoder extends AtomicCoder<Emitted> {
    @Override
    public void encode(Emitted emitted, OutputStream out) throws IOException {
      EncodedEventsCoder.of().encode(emitted.events, out);
      VarIntCoder.of().encode(emitted.revision, out);
      VarLongCoder.of().encode(emitted.rules.gapMillis(), out);
      VarLongCoder.of().encode(emitted.rules.maxDurationMillis(), out);
    }

    @Override
    public Emitted decode(InputStream in) throws IOException {
      return new Emitted(
          EncodedEventsCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          SessionRules.ofMillis(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in)));
    }
  }
}
