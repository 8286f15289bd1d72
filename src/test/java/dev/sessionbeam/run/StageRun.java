package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.FlinkApplication;
import dev.sessionbeam.cli.Main;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stage on this machine, which commands change. Each command is a process of its own, in a folder
 * of the test.
 */
final class StageRun implements AutoCloseable {
  private static final Path PROJECT = Path.of("").toAbsolutePath();

  private final Path folder;
  private final Path jar;
  private final Map<String, String> environment;
  private int commands;

  /**
   * Creates a stage that runs nothing.
   *
   * @param folder gets the stage's file, and all that the stage writes
   */
  StageRun(Path folder) throws IOException {
    this.folder = folder;
    this.jar = folder.resolve("classes.jar");
    this.environment = new HashMap<>(TestCluster.environment());
    // The Kinesis server of the tests accepts any keys.
    environment.putAll(S3Peer.credentials());
    TestCluster.shareClassPath(jar, FlinkApplication.class);
  }

  /** Describes the stage anew. */
  void describe(List<String> lines) throws IOException {
    Files.write(folder.resolve("test.yaml"), lines, UTF_8);
  }

  /** Where the stage writes, below its folder. */
  Path folder() {
    return folder.resolve("out/stages/test");
  }

  /** Runs a command to its end, and returns what it printed. */
  String command(int status, String... words) throws IOException, InterruptedException {
    Path log = log();
    Process process = start(log, words);
    int ended = process.waitFor();
    String printed = Files.readString(log);
    assertThat(printed, ended, is(status));
    return printed;
  }

  /** Runs a command to its end, and returns what it printed, whatever its exit status is. */
  String printed(String... words) throws IOException, InterruptedException {
    Path log = log();
    start(log, words).waitFor();
    return Files.readString(log);
  }

  /** Runs a command, and kills it after some time unless it has ended. Returns whether it has. */
  boolean commandFor(long millis, String... words) throws IOException, InterruptedException {
    Process process = start(log(), words);
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return ended;
  }

  /** Flink's name for the state of a job of the stage. */
  String jobState(String job) throws IOException {
    URI cluster = URI.create("http://127.0.0.1:" + environment.get("CLUSTER_PORT") + "/");
    return new ClusterJob(cluster, job).state();
  }

  private Path log() {
    return folder.resolve("command-" + ++commands);
  }

  private Process start(Path log, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dsessionbeam.home=" + PROJECT,
                "-Dsessionbeam.jar=" + jar,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(words));
    command.add("--stage=test.yaml");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Ends what the stage left. */
  @Override
  public void close() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(PROJECT.resolve("runners/flink-cluster/cluster").toString(), "down")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("down").toFile());
    builder.environment().putAll(environment);
    builder.environment().put("CLUSTER_FOLDER", folder().resolve("cluster").toString());
    builder.start().waitFor();
  }
}
