package dev.sessionbeam.session;

import dev.sessionbeam.event.EventSpan;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.packing.EncodedEvents;
import dev.sessionbeam.packing.SourcedEvents;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Assigns windows to the events of one machine, and merges windows, by a window function. Nothing
 * else in the pipeline decides about windows.
 */
final class MachineWindowing<W extends BoundedWindow> implements Serializable {
  private final WindowFn<KV<String, ? extends EventSpan>, W> windowFn;

  private MachineWindowing(WindowFn<KV<String, ? extends EventSpan>, W> windowFn) {
    this.windowFn = windowFn;
  }

  /**
   * Uses a window function.
   *
   * @param windowFn a function that accepts {@code KV<String, EventPack>}, among other elements
   * @throws IllegalArgumentException if it may assign several windows to an element, because an
   *     event belongs to one session. A function whose windows merge is trusted to assign one
   *     window, because Beam's own {@code Sessions} assigns one but does not declare it
   */
  @SuppressWarnings("unchecked") // A WindowFn uses an element only as its own type.
  static MachineWindowing<BoundedWindow> of(WindowFn<?, ?> windowFn) {
    if (!windowFn.assignsToOneWindow() && windowFn.isNonMerging()) {
      throw new IllegalArgumentException(
          windowFn
              + " may assign several windows to an event, but an event has one session: use a"
              + " WindowFn that assigns one, such as SessionWindows");
    }
    return new MachineWindowing<>(
        (WindowFn<KV<String, ? extends EventSpan>, BoundedWindow>) windowFn);
  }

  Coder<W> coder() {
    return windowFn.windowCoder();
  }

  /** The one window of events of a machine. */
  W assign(String machine, EventSpan events) throws Exception {
    Collection<W> windows = windowFn.assignWindows(new Assign<>(windowFn, KV.of(machine, events)));
    if (windows.size() != 1) {
      throw new IllegalStateException(
          windowFn + " must assign one window to an event, but it assigned " + windows);
    }
    return windows.iterator().next();
  }

  /**
   * Merges windows of a machine. Returns the merged window for each window that changed; a window
   * that stays as it is has no entry.
   */
  Map<W, W> merge(Collection<W> windows) throws Exception {
    if (windows.size() < 2) {
      return Map.of();
    }
    Map<W, W> merged = new HashMap<>();
    windowFn.mergeWindows(new Merge<>(windowFn, windows, merged));
    return merged;
  }

  /**
   * Splits events of a machine into packs, one for each window that the window function merges them
   * into. This takes a window function that assigns the merged window to the pack as a whole. Other
   * functions, which know nothing of packs, get one pack for each window that they assign to an
   * event.
   */
  List<WindowedPack<W>> split(String machine, SourcedEvents events) throws Exception {
    EncodedEvents.Reader event = events.events().reader();
    event.next();
    W first = assign(machine, event);
    if (!event.hasNext()) {
      return List.of(new WindowedPack<>(first, EventPack.of(events)));
    }
    List<W> windows = new ArrayList<>();
    windows.add(first);
    while (event.hasNext()) {
      event.next();
      windows.add(assign(machine, event));
    }
    Map<W, W> merged = merge(new LinkedHashSet<>(windows));
    List<W> targets = new ArrayList<>(windows.size());
    for (W window : windows) {
      targets.add(merged.getOrDefault(window, window));
    }
    List<WindowedPack<W>> packs = partition(events, targets);
    for (WindowedPack<W> pack : packs) {
      if (!assign(machine, pack.pack()).equals(pack.window())) {
        return partition(events, windows);
      }
    }
    return packs;
  }

  /** Splits the events by their windows. */
  private static <W extends BoundedWindow> List<WindowedPack<W>> partition(
      SourcedEvents events, List<W> windows) {
    if (areEqual(windows)) {
      return List.of(new WindowedPack<>(windows.get(0), EventPack.of(events)));
    }
    Map<W, Part> byWindow = new LinkedHashMap<>();
    List<Part> ofEvents = new ArrayList<>(windows.size());
    EncodedEvents.Reader event = events.events().reader();
    for (W window : windows) {
      event.next();
      Part part = byWindow.computeIfAbsent(window, w -> new Part());
      part.bytes += event.size();
      ofEvents.add(part);
    }
    event = events.events().reader();
    for (int i = 0; event.hasNext(); i++) {
      event.next();
      Part part = ofEvents.get(i);
      part.events().add(event);
      if (!events.records().isEmpty()) {
        part.records.add(events.records().get(i));
      }
    }
    List<WindowedPack<W>> packs = new ArrayList<>(byWindow.size());
    byWindow.forEach(
        (window, part) ->
            packs.add(
                new WindowedPack<>(
                    window, EventPack.of(new SourcedEvents(part.events().take(), part.records)))));
    return packs;
  }

  private static boolean areEqual(List<?> windows) {
    for (int i = 1; i < windows.size(); i++) {
      if (!windows.get(i).equals(windows.get(0))) {
        return false;
      }
    }
    return true;
  }

  /** The events of one window. Their size is known before the first of them is copied. */
  private static final class Part {
    private final List<RawRecord> records = new ArrayList<>(0);
    private int bytes;
    private EncodedEvents.@Nullable Builder events;

    EncodedEvents.Builder events() {
      EncodedEvents.Builder made = events;
      if (made == null) {
        made = new EncodedEvents.Builder(bytes);
        events = made;
      }
      return made;
    }
  }

  private static final class Assign<W extends BoundedWindow>
      extends WindowFn<KV<String, ? extends EventSpan>, W>.AssignContext {
    private final KV<String, ? extends EventSpan> element;

    Assign(
        WindowFn<KV<String, ? extends EventSpan>, W> windowFn,
        KV<String, ? extends EventSpan> element) {
      windowFn.super();
      this.element = element;
    }

    @Override
    public KV<String, ? extends EventSpan> element() {
      return element;
    }

    @Override
    public Instant timestamp() {
      return Instant.ofEpochMilli(element.getValue().start());
    }

    @Override
    public BoundedWindow window() {
      return GlobalWindow.INSTANCE;
    }
  }

  private static final class Merge<W extends BoundedWindow>
      extends WindowFn<KV<String, ? extends EventSpan>, W>.MergeContext {
    private final Collection<W> windows;
    private final Map<W, W> merged;

    Merge(
        WindowFn<KV<String, ? extends EventSpan>, W> windowFn,
        Collection<W> windows,
        Map<W, W> merged) {
      windowFn.super();
      this.windows = windows;
      this.merged = merged;
    }

    @Override
    public Collection<W> windows() {
      return windows;
    }

    @Override
    public void merge(Collection<W> toBeMerged, W result) {
      toBeMerged.forEach(window -> merged.put(window, result));
    }
  }
}
