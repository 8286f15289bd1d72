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
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * All events so far of one merged window of a machine: what Beam calls an accumulating pane.
 *
 * @param fresh those that came since sessions of these events were given out last; in batch, all
 * @param given those that were given out before, apart as they were; in batch, none
 */
public record EventGroup(String machine, List<PackedEvents> fresh, List<Given> given) {
  public EventGroup {
    fresh = List.copyOf(fresh);
    given = List.copyOf(given);
  }

  /**
   * Events of which sessions were given out.
   *
   * @param revision no revision of these sessions was above this one
   * @param rules by which they were cut
   */
  public record Given(PackedEvents events, int revision, SessionRules rules) {}

  /** No revision of the group's sessions is above this one; one more than before, from 0. */
  int revision() {
    return given.stream().mapToInt(before -> before.revision() + 1).max().orElse(0);
  }

  /** All of the events, in no order. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    fresh.forEach(packed -> events.addAll(packed.toList(machine)));
    given.forEach(before -> events.addAll(before.events().toList(machine)));
    return events;
  }

  /** All of the events in one array. */
  PackedEvents packed() {
    PackedEvents.Builder all = new PackedEvents.Builder();
    fresh.forEach(all::addAll);
    given.forEach(before -> all.addAll(before.events()));
    return all.take();
  }

  /** The coder of groups. */
  public static Coder<EventGroup> coder() {
    return GroupCoder.INSTANCE;
  }

  private static final class GroupCoder extends AtomicCoder<EventGroup> {
    private static final long serialVersionUID = 1;
    private static final GroupCoder INSTANCE = new GroupCoder();
    private static final Coder<List<PackedEvents>> FRESH = ListCoder.of(PackedEventsCoder.of());
    private static final Coder<List<Given>> GIVEN = ListCoder.of(new GivenCoder());

    @Override
    public void encode(EventGroup group, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(group.machine, out);
      FRESH.encode(group.fresh, out);
      GIVEN.encode(group.given, out);
    }

    @Override
    public EventGroup decode(InputStream in) throws IOException {
      return new EventGroup(StringUtf8Coder.of().decode(in), FRESH.decode(in), GIVEN.decode(in));
    }
  }

  private static final class GivenCoder extends AtomicCoder<Given> {
    @Override
    public void encode(Given given, OutputStream out) throws IOException {
      PackedEventsCoder.of().encode(given.events, out);
      VarIntCoder.of().encode(given.revision, out);
      VarLongCoder.of().encode(given.rules.gapMillis(), out);
      VarLongCoder.of().encode(given.rules.maxDurationMillis(), out);
    }

    @Override
    public Given decode(InputStream in) throws IOException {
      return new Given(
          PackedEventsCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          new SessionRules(VarLongCoder.of().decode(in), VarLongCoder.of().decode(in)));
    }
  }
}
