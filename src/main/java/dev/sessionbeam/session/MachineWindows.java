package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a machine's events, merged, in order and apart.
 *
 * @param fresh those with events that no session was written of yet
 * @param settled the others; those that no event can touch any more may be left out
 */
record MachineWindows(List<SessionWindow> fresh, List<SessionWindow> settled) {
  static final MachineWindows NONE = new MachineWindows(List.of(), List.of());

  MachineWindows {
    fresh = List.copyOf(fresh);
    settled = List.copyOf(settled);
  }

  /**
   * These windows and those of further events, merged, or null where one of the events comes too
   * late: no event may change its own window any more, or one that it would join. (The session that
   * it belongs to may have ended almost a gap earlier than its own time tells.)
   *
   * @param events the windows of single events
   */
  @Nullable MachineWindows with(List<SessionWindow> events, StreamRules rules, long watermark) {
    long earliest = Long.MAX_VALUE;
    for (SessionWindow event : events) {
      if (rules.closedAt(event) <= watermark) {
        return null;
      }
      earliest = Math.min(earliest, event.start());
    }
    // The merge goes from the earlier to the later, so windows out of the events' reach stay.
    List<SessionWindow> freshAfter = new ArrayList<>();
    List<SessionWindow> settledAfter = new ArrayList<>();
    Set<SessionWindow> touchedIfJoined = new HashSet<>(events);
    List<SessionWindow> reached = new ArrayList<>(events);
    for (SessionWindow window : fresh) {
      if (window.last() + rules.session().gapMillis() <= earliest) {
        freshAfter.add(window);
      } else {
        reached.add(window);
        touchedIfJoined.add(window);
      }
    }
    for (SessionWindow window : settled) {
      boolean outOfReach = window.last() + rules.session().gapMillis() <= earliest;
      (outOfReach ? settledAfter : reached).add(window);
    }
    for (WindowMerge.Group group : new WindowMerge(rules.session()).partition(reached)) {
      if (group.members().stream().noneMatch(touchedIfJoined::contains)) {
        settledAfter.addAll(group.members());
        continue;
      }
      for (SessionWindow member : group.members()) {
        if (rules.closedAt(member) <= watermark) {
          return null;
        }
      }
      freshAfter.add(group.merged());
    }
    return new MachineWindows(freshAfter, settledAfter);
  }

  /** The windows whose sessions are to be written at this watermark. */
  List<SessionWindow> dueAt(long watermark, StreamRules rules) {
    return fresh.stream().filter(window -> rules.dueAt(window) <= watermark).toList();
  }

  /**
   * The next watermark at which a window's sessions are to be written; the end of time for none.
   */
  long nextDue(StreamRules rules) {
    return fresh.stream().mapToLong(rules::dueAt).min().orElse(Long.MAX_VALUE);
  }

  /** These windows, and sessions were written of those. */
  MachineWindows written(List<SessionWindow> windows) {
    List<SessionWindow> all = new ArrayList<>(settled);
    all.addAll(windows);
    return new MachineWindows(filter(fresh, window -> !windows.contains(window)), all);
  }

  /** These windows without those that no event can touch any more at this watermark. */
  MachineWindows at(long watermark, StreamRules rules) {
    return new MachineWindows(
        fresh, filter(settled, window -> rules.untouchableAt(window) > watermark));
  }

  /**
   * The next watermark at which a window is out of every event's reach; the end of time for none.
   */
  long nextUntouchable(StreamRules rules) {
    return settled.stream().mapToLong(rules::untouchableAt).min().orElse(Long.MAX_VALUE);
  }

  boolean isEmpty() {
    return fresh.isEmpty() && settled.isEmpty();
  }

  private static List<SessionWindow> filter(
      List<SessionWindow> windows, Predicate<SessionWindow> stays) {
    return windows.stream().filter(stays).toList();
  }

  /** Encodes {@link MachineWindows}. */
  static final class WindowsCoder extends AtomicCoder<MachineWindows> {
    private static final Coder<List<SessionWindow>> WINDOWS =
        ListCoder.of(SessionWindow.WindowCoder.of());

    @Override
    public void encode(MachineWindows value, OutputStream out) throws IOException {
      WINDOWS.encode(value.fresh, out);
      WINDOWS.encode(value.settled, out);
    }

    @Override
    public MachineWindows decode(InputStream in) throws IOException {
      return new MachineWindows(WINDOWS.decode(in), WINDOWS.decode(in));
    }
  }
}
