package dev.sessionbeam.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process of a host. A person can find it, and another process of the same system can see that it
 * has ended. It is not in any output.
 *
 * @param pid its number, which has no meaning without the system
 * @param system the running system that assigned the number: the boot id and the PID namespace, as
 *     Linux names them; null if that is unknown, or if not every process can be seen
 */
public record HostProcess(String host, long pid, @Nullable String system) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Every user can read it, except on systems that hide processes of other users (hidepid). */
  private static final Path FIRST_PROCESS = Path.of("/proc/1/stat");

  /** This process. */
  static HostProcess current() {
    return new HostProcess(hostName(), ProcessHandle.current().pid(), currentSystem());
  }

  /** Returns the name of this host, or a fixed text if it has none. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  private static @Nullable String currentSystem() {
    try {
      String boot = Files.isReadable(FIRST_PROCESS) ? bootId() : null;
      return boot == null ? null : boot + " " + Files.readSymbolicLink(NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /**
   * Returns the id of this start of the machine, the same in all its containers; null if it is not
   * known.
   */
  public static @Nullable String bootId() {
    try {
      return Files.readString(BOOT).strip();
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether it is certain that this process has ended. It is not certain if it ran in another
   * system (including a container), or if another process has its number now.
   */
  boolean isGone() {
    HostProcess here = current();
    return system != null
        && system.equals(here.system)
        && host.equals(here.host)
        && !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  @Override
  public String toString() {
    return "process " + pid + " on " + host;
  }
}
