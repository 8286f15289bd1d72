package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The CPU time of all children of this process that have ended, and of their children, as Linux
 * accounts it. Of one child, it is the difference between two looks.
 */
public record ChildrenCpu(Duration user, Duration system) {
  private static final Path OWN_STAT = Path.of("/proc/self/stat");

  /** The unit of CPU time that Linux reports to programs, independent of its kernel's own unit. */
  private static final long MILLIS_PER_TICK = 10;

  /** The index of cutime after the name of the process; cstime is the next field. */
  private static final int CHILDREN_USER = 13;

  /** Whether this machine accounts it. */
  public static boolean isKnown() {
    return Files.exists(OWN_STAT);
  }

  /** Returns the time until now; zero if it is not known. */
  public static ChildrenCpu now() throws IOException {
    if (!isKnown()) {
      return new ChildrenCpu(Duration.ZERO, Duration.ZERO);
    }
    String stat = Files.readString(OWN_STAT);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ChildrenCpu(time(fields[CHILDREN_USER]), time(fields[CHILDREN_USER + 1]));
  }

  private static Duration time(String ticks) {
    return Duration.ofMillis(Long.parseLong(ticks) * MILLIS_PER_TICK);
  }

  /** Returns the time since another look. */
  public ChildrenCpu minus(ChildrenCpu before) {
    return new ChildrenCpu(user.minus(before.user), system.minus(before.system));
  }
}
