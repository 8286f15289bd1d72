package dev.sessionbeam.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds which process has a connection, in the files that Linux has below {@code /proc}. */
final class SocketOwner {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int LOCAL_ADDRESS = 1;
  private static final int INODE = 9;

  private SocketOwner() {}

  /**
   * Returns whether a process has a connection from a port of this machine.
   *
   * @param port the port at the process's own end of the connection
   */
  static boolean has(ProcessHandle process, int port) throws IOException {
    Set<String> sockets = sockets(port);
    try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    }
  }

  /** The names that open files of these sockets have. */
  private static Set<String> sockets(int port) throws IOException {
    String end = String.format(Locale.ROOT, ":%04X", port);
    Set<String> sockets = new HashSet<>();
    for (Path table : TABLES) {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.strip().split(" +", -1);
        if (columns.length > INODE && columns[LOCAL_ADDRESS].endsWith(end)) {
          sockets.add("socket:[" + columns[INODE] + "]");
        }
      }
    }
    return sockets;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      // The process has closed it in the meantime.
      return "";
    }
  }
}
