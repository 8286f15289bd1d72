package dev.sessionbeam.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.jspecify.annotations.Nullable;

/**
 * A machine's windows as {@link SessionizeEvents} will have them, known ahead of it. They tell
 * whether an event would touch a session that can no longer be changed, which its own time does not
 * tell: the session that it belongs to may have ended almost a gap earlier.
 *
 * @param windows merged, in any order; those that no event can touch any more may be left out
 */
public record MachineWindows(List<SessionWindow> windows) {
  public static final MachineWindows NONE = new MachineWindows(List.of());

  public MachineWindows {
    windows = List.copyOf(windows);
  }

  /**
   * These windows and the event's, merged, or null where the event comes too late: the watermark
   * has passed the end of the event's own window, or of one that it would join, by more than the
   * lateness allowed.
   *
   * @param instant the event's, in milliseconds since the epoch, as all times here
   */
  public @Nullable MachineWindows with(
      long instant, boolean opening, SessionRules rules, long watermark, long lateness) {
    SessionWindow own = SessionWindow.of(instant, opening, rules.gapMillis());
    if (isClosed(own, watermark, lateness)) {
      return null;
    }
    // The merge goes from the earlier to the later, so windows out of the event's reach stay.
    List<SessionWindow> before = new ArrayList<>();
    List<SessionWindow> reached = new ArrayList<>();
    for (SessionWindow window : windows) {
      boolean outOfReach = window.last() + rules.gapMillis() <= instant;
      (outOfReach ? before : reached).add(window);
    }
    reached.add(own);
    for (WindowMerge.Group group : new WindowMerge(rules).groups(reached)) {
      boolean joins = group.members().contains(own);
      if (joins && group.members().stream().anyMatch(w -> isClosed(w, watermark, lateness))) {
        return null;
      }
      reached.removeAll(group.members());
      reached.add(group.merged());
    }
    return new MachineWindows(Stream.concat(before.stream(), reached.stream()).toList());
  }

  private static boolean isClosed(SessionWindow window, long watermark, long lateness) {
    return window.maxTimestamp().getMillis() + lateness < watermark;
  }

  /** These windows without those that no event can touch any more at this watermark. */
  public MachineWindows at(long watermark, SessionRules rules, long lateness) {
    return new MachineWindows(
        windows.stream()
            .filter(window -> untouchableAt(window, rules, lateness) > watermark)
            .toList());
  }

  /** The next watermark at which a window is out of every event's reach; there has to be one. */
  public long nextUntouchable(SessionRules rules, long lateness) {
    return windows.stream()
        .mapToLong(window -> untouchableAt(window, rules, lateness))
        .min()
        .orElseThrow();
  }

  /**
   * An event that joins from almost a gap behind is itself too late a gap later than the window.
   */
  private static long untouchableAt(SessionWindow window, SessionRules rules, long lateness) {
    return window.maxTimestamp().getMillis() + rules.gapMillis() + lateness + 1;
  }

  /** Encodes {@link MachineWindows}. */
  public static final class WindowsCoder extends AtomicCoder<MachineWindows> {
    private static final Coder<List<SessionWindow>> WINDOWS =
        ListCoder.of(SessionWindow.WindowCoder.of());

    @Override
    public void encode(MachineWindows value, OutputStream out) throws IOException {
      WINDOWS.encode(value.windows, out);
    }

    @Override
    public MachineWindows decode(InputStream in) throws IOException {
      return new MachineWindows(WINDOWS.decode(in));
    }
  }
}
