package dev.sessionbeam.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/**
 * A server or a tool for Node. A folder of {@code src/test/peers} pins its version. {@code npm ci}
 * installs it below {@code target/}, once for each content of its lock file.
 *
 * @param sources the folder with {@code package.json} and {@code package-lock.json}
 * @param installed the folder that has {@code node_modules}
 */
public record NodePackage(Path sources, Path installed) {
  private static final Path SOURCES = Path.of("src", "test", "peers");
  private static final Path TARGET = Path.of("target", "peers");
  private static final List<String> PINS = List.of("package.json", "package-lock.json");

  /**
   * Installs the package of this name if it is not installed yet. Several test processes may call
   * this at the same time.
   *
   * @throws org.opentest4j.TestAbortedException if Node is missing, so that the test counts as
   *     skipped
   * @throws IllegalStateException if {@code npm ci} fails
   */
  public static synchronized NodePackage install(String name) {
    requireNode(name);
    Path sources = SOURCES.resolve(name).toAbsolutePath();
    try {
      Path installed = TARGET.resolve(name + "-" + pinned(sources)).toAbsolutePath();
      Files.createDirectories(TARGET);
      try (FileChannel channel =
              FileChannel.open(
                  TARGET.resolve(name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!Files.exists(installed)) {
          Path fresh = Files.createTempDirectory(TARGET, name + "-").toAbsolutePath();
          for (String pin : PINS) {
            Files.copy(sources.resolve(pin), fresh.resolve(pin));
          }
          npm(fresh);
          Files.move(fresh, installed, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      return new NodePackage(sources, installed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireNode(String name) {
    for (String command : List.of("node", "npm")) {
      try {
        run(Path.of("").toAbsolutePath(), command, "--version");
      } catch (IOException e) {
        String skipped =
            String.format(
                Locale.ROOT,
                "SKIPPED: the tests with the package %s need Node, and `%s` cannot be run (%s)",
                name,
                command,
                e.getMessage());
        System.err.println(skipped);
        Assumptions.abort(skipped);
      }
    }
  }

  private static UUID pinned(Path sources) throws IOException {
    StringBuilder pins = new StringBuilder();
    for (String pin : PINS) {
      pins.append(Files.readString(sources.resolve(pin)));
    }
    return UUID.nameUUIDFromBytes(pins.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void npm(Path folder) throws IOException {
    run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
  }

  private static void run(Path folder, String... command) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "`%s` in %s failed:%n%s", String.join(" ", command), folder, output));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in `" + String.join(" ", command) + "`", e);
    }
  }
}
