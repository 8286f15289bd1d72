package dev.sessionbeam.deploy.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.deploy.Launch;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The processes of a Flink cluster in application mode, which runs one job. The script {@code
 * runners/flink-cluster/cluster} starts and ends them. It writes what it runs into the cluster's
 * folder.
 */
final class ScriptCluster {
  /** The names of a version's files. */
  static final String JAR = "sessionbeam.jar";

  static final String DEFINITION = "definition.yaml";
  static final String ROUTES = "routes.yaml";

  private static final String DEFAULT_PORT = "8081";
  private static final String PORT = "port=";

  private final Path script;
  private final Path folder;
  private final Map<String, String> environment;

  /**
   * Names a cluster.
   *
   * @param folder where the cluster's state is; made if it is missing
   * @param environment further variables for the script, such as {@code CLUSTER_PORT}
   */
  ScriptCluster(Path script, Path folder, Map<String, String> environment) {
    this.script = script;
    this.folder = folder;
    this.environment = environment;
  }

  /** Where the cluster writes savepoints and checkpoints. */
  JobFolders folders() {
    return new JobFolders(folder.resolve("savepoints"), folder.resolve("checkpoints"));
  }

  /**
   * Starts the processes, unless they run for just this launch.
   *
   * @throws IOException with a message for the user if they do not start
   */
  void up(Launch launch, VersionFolder version) throws IOException {
    if (isUp(launch)) {
      // Also ends well if all processes run.
      run(List.of("up"));
      return;
    }
    down();
    List<String> command = new ArrayList<>();
    command.add("application");
    command.add("--detached");
    command.add("--jobId=" + launch.jobId());
    command.add("--jars=" + version.path());
    if (launch.savepoint() != null) {
      command.add("--fromSavepoint=" + launch.savepoint());
    }
    command.add("--definition=" + version.path().resolve(DEFINITION));
    if (version.has(ROUTES)) {
      command.add("--routes=" + version.path().resolve(ROUTES));
    }
    command.addAll(version.flags());
    run(command);
  }

  /** Ends all processes, and forgets the job, so that no process takes it up again. */
  void down() throws IOException {
    run(List.of(Files.exists(folder.resolve("application")) ? "forget" : "down"));
  }

  /** Whether the processes run for just this launch, or will when the machine is up again. */
  boolean isUp(Launch launch) throws IOException {
    try {
      return Files.readString(folder.resolve("application").resolve("id"), UTF_8)
          .strip()
          .equals(launch.jobId());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The root of the cluster's REST API. */
  URI address() throws IOException {
    return URI.create("http://127.0.0.1:" + port() + "/");
  }

  private String port() throws IOException {
    Path settings = folder.resolve("run").resolve("settings");
    if (Files.exists(settings)) {
      for (String line : Files.readAllLines(settings, UTF_8)) {
        if (line.startsWith(PORT)) {
          return line.substring(PORT.length());
        }
      }
    }
    return environment.getOrDefault("CLUSTER_PORT", DEFAULT_PORT);
  }

  /**
   * Runs the script, and waits for its end.
   *
   * @throws IOException with what it printed if it fails
   */
  private void run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("CLUSTER_FOLDER", folder.toString());
    builder.redirectInput(new File("/dev/null"));
    Process process = builder.start();
    String printed;
    try (InputStream out = process.getInputStream()) {
      printed = new String(out.readAllBytes(), UTF_8).strip();
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException(printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + script + " works", e);
    }
  }
}
