package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.cluster.FlinkRest;
import dev.sessionbeam.io.ReadProgress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Runs a stream of files on Flink inside this process, and stops it in the middle. */
final class StoppedStream {
  private static final int RECORDS_A_SECOND = 150;

  private final Path folder;
  private final URI cluster;

  private StoppedStream(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.cluster = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
  }

  /**
   * Plays an input until this many records are read, stops with a savepoint, and returns the folder
   * of the savepoint.
   *
   * <p>There is no checkpoint before the savepoint, so all results up to then are in it. Each step
   * that writes files holds some of them.
   *
   * @param folder gets the savepoint and all other files
   * @param more flags of the run
   */
  static Path savepoint(Path definition, Path input, int records, Path folder, String... more)
      throws Exception {
    StoppedStream stream = new StoppedStream(folder);
    CommandRun run = stream.stopped(definition, input, records, /* drain= */ false, more);
    List<Path> savepoints = children(folder.resolve("savepoints"));
    assertThat(run.err(), savepoints, hasSize(1));
    return savepoints.get(0);
  }

  /** Stops it for good, so that all sessions are closed and written first. */
  static CommandRun drained(Path definition, Path input, int records, Path folder)
      throws Exception {
    return new StoppedStream(folder).stopped(definition, input, records, /* drain= */ true);
  }

  private CommandRun stopped(
      Path definition, Path input, int records, boolean drain, String... more) throws Exception {
    long before = ReadProgress.records();
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--streaming",
                "--flinkConfDir=" + configuration(),
                "--parallelism=2",
                "--replayRate=" + RECORDS_A_SECOND + "/s",
                "--checkpointingInterval=3600000",
                "--maxBundleTimeMills=50",
                "--fileDelay=400ms"));
    flags.addAll(List.of(more));
    Path output = folder.resolve("stopped");
    CompletableFuture<CommandRun> ended =
        CompletableFuture.supplyAsync(
            () ->
                CommandRun.run(
                    "FlinkRunner", definition, input, output, flags.toArray(new String[0])),
            run -> new Thread(run).start());
    TestCluster.await(
        () -> {
          assertThat("ended before it was stopped", ended.isDone(), is(false));
          return ReadProgress.records() - before >= records;
        });
    FlinkRest rest = new FlinkRest(cluster);
    String job = rest.get("/jobs").path("jobs").path(0).path("id").asText();
    String target = folder.resolve("savepoints").toUri().toString();
    TestCluster.stop(
        cluster,
        job,
        String.format(Locale.ROOT, "{\"drain\": %b, \"targetDirectory\": \"%s\"}", drain, target));
    return ended.get();
  }

  private Path configuration() throws IOException {
    Path configuration = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        configuration.resolve("flink-conf.yaml"),
        String.format(
            Locale.ROOT,
            """
        jobmanager.bind-host: 127.0.0.1
        taskmanager.bind-host: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.bind-port: %d
        state.checkpoints.dir: %s
        """,
            cluster.getPort(),
            folder.resolve("checkpoints").toUri()));
    return configuration;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    }
  }
}
