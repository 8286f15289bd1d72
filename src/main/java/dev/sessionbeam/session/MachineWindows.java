package dev.sessionbeam.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/**
 * The windows of a machine's events, merged by its window function.
 *
 * @param active the windows whose events are held
 * @param nextPlace the next number to use as a place of events
 */
record MachineWindows<W extends BoundedWindow>(List<ActiveWindow<W>> active, int nextPlace) {
  /** The watermark of something that never happens. */
  static final long NEVER = Long.MAX_VALUE;

  MachineWindows {
    active = List.copyOf(active);
  }

  static <W extends BoundedWindow> MachineWindows<W> none() {
    return new MachineWindows<>(List.of(), 0);
  }

  /**
   * The result of merging the windows of new events into these windows.
   *
   * @param windows all windows after the merge
   * @param places the places under which the new events are kept, by their windows
   */
  record Merged<W extends BoundedWindow>(MachineWindows<W> windows, Map<W, Integer> places) {}

  /** Windows that become one. */
  private static final class Group<W extends BoundedWindow> {
    private final List<ActiveWindow<W>> members = new ArrayList<>();
    private final List<W> arriving = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** Whether the group has events to emit. If it has none, its windows stay as they are. */
    boolean isFresh() {
      return !arriving.isEmpty() || members.stream().anyMatch(ActiveWindow::fresh);
    }

    /** What a fresh group has. */
    ActiveWindow.Content content() {
      boolean allNew =
          members.stream().allMatch(member -> member.content() == ActiveWindow.Content.NEW);
      return allNew ? ActiveWindow.Content.NEW : ActiveWindow.Content.CHANGED;
    }
  }

  Merged<W> with(Collection<W> arriving, MachineWindowing<W> windowing) throws Exception {
    Set<W> all = new LinkedHashSet<>();
    active.forEach(held -> all.add(held.window()));
    all.addAll(arriving);
    Map<W, W> merged = windowing.merge(all);
    Map<W, Group<W>> groups = new LinkedHashMap<>();
    for (ActiveWindow<W> held : active) {
      Group<W> group = group(held.window(), merged, groups);
      group.members.add(held);
      group.places.addAll(held.places());
    }
    arriving.forEach(window -> group(window, merged, groups).arriving.add(window));
    List<ActiveWindow<W>> after = new ArrayList<>();
    Map<W, Integer> places = new HashMap<>();
    int next = nextPlace;
    for (Map.Entry<W, Group<W>> entry : groups.entrySet()) {
      Group<W> group = entry.getValue();
      if (!group.isFresh()) {
        after.addAll(group.members);
        continue;
      }
      if (group.places.isEmpty()) {
        group.places.add(next++);
      }
      group.arriving.forEach(window -> places.put(window, group.places.get(0)));
      after.add(new ActiveWindow<>(entry.getKey(), group.places, group.content()));
    }
    return new Merged<>(new MachineWindows<>(after, next), places);
  }

  private static <W extends BoundedWindow> Group<W> group(
      W window, Map<W, W> merged, Map<W, Group<W>> groups) {
    return groups.computeIfAbsent(merged.getOrDefault(window, window), target -> new Group<>());
  }

  /** The windows whose sessions are due at this watermark. */
  List<ActiveWindow<W>> dueAt(long watermark) {
    return active.stream().filter(held -> held.fresh() && held.dueAt() <= watermark).toList();
  }

  /** These windows after the sessions of the due ones were emitted. */
  MachineWindows<W> emitted(List<ActiveWindow<W>> due) {
    return new MachineWindows<>(
        active.stream().map(held -> due.contains(held) ? held.emitted() : held).toList(),
        nextPlace);
  }

  /** The windows that were emitted and that no event can change at a watermark. */
  List<ActiveWindow<W>> finalAt(long watermark, Lateness lateness) {
    return active.stream()
        .filter(held -> !held.fresh() && lateness.finalAt(held.dueAt()) <= watermark)
        .toList();
  }

  /** These windows without the forgotten ones. */
  MachineWindows<W> without(List<ActiveWindow<W>> forgotten) {
    return new MachineWindows<>(
        active.stream().filter(held -> !forgotten.contains(held)).toList(), nextPlace);
  }

  /** The next watermark at which sessions are due, or {@link #NEVER}. */
  long nextDue() {
    return least(true, ActiveWindow::dueAt);
  }

  /** The next watermark at which an emitted window is final, or {@link #NEVER}. */
  long nextFinal(Lateness lateness) {
    return least(false, held -> lateness.finalAt(held.dueAt()));
  }

  private long least(boolean fresh, ToLongFunction<ActiveWindow<W>> watermark) {
    return active.stream()
        .filter(held -> held.fresh() == fresh)
        .mapToLong(watermark)
        .min()
        .orElse(NEVER);
  }
}
