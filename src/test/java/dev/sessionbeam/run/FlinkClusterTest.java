package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.sun.net.httpserver.HttpServer;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that cannot be used gives a clear message before anything is written. */
class FlinkClusterTest {
  @TempDir private Path folder;

  private CommandRun run(String... more) {
    return CommandRun.run(
        "FlinkRunner",
        Path.of("pipelines/nitro.yaml"),
        Path.of("testdata/nitro/raw"),
        folder.resolve("out"),
        more);
  }

  private void requireUsage(CommandRun run, String message) throws IOException {
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString(message));
    assertThat(run.err(), not(containsString("\tat ")));
    assertThat(CommandRun.files(folder.resolve("out")).isEmpty(), is(true));
  }

  /** Runs against a server that answers everything with a text. */
  private CommandRun runAgainst(String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return run("--flinkMaster=127.0.0.1:" + server.getAddress().getPort());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothingListensAtTheAddress() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    requireUsage(
        run("--flinkMaster=127.0.0.1:" + port),
        "--flinkMaster: no Flink cluster found: http://127.0.0.1:" + port + "/ cannot be reached");
  }

  @Test
  void aHostThatDoesNotExist() throws IOException {
    requireUsage(run("--flinkMaster=nowhere.invalid:8081"), "http://nowhere.invalid:8081/ cannot");
  }

  @Test
  void anAddressThatIsNotValid() throws IOException {
    requireUsage(run("--flinkMaster=a b"), "--flinkMaster: 'a b' is not an address: HOST:PORT");
  }

  @Test
  void aServerThatIsNotAFlinkCluster() throws IOException {
    requireUsage(runAgainst("<html>Hello</html>"), "is not a Flink cluster");
    requireUsage(runAgainst("{}"), "is not a Flink cluster");
  }

  @Test
  void aClusterOfAnotherVersion() throws IOException {
    requireUsage(
        runAgainst("{\"flink-version\": \"1.20.1\"}"),
        "is Flink 1.20.1; this program is built for Flink 1.19");
  }

  @Test
  void aClusterWithoutAFreeSlot() throws IOException {
    requireUsage(
        runAgainst("{\"flink-version\":\"1.19.1\",\"slots-total\":4,\"slots-available\":0}"),
        "the cluster has no free task slot (of 4); --parallelism=N waits for N");
  }

  @Test
  void flagsOfOneKindOfFlinkAreRejectedByTheOther() throws IOException {
    requireUsage(run("--streaming", "--savepointPath=x"), "--savepointPath is for a cluster");
    CommandRun run =
        run(
            "--streaming",
            "--flinkMaster=127.0.0.1:1",
            "--checkpoints=" + folder.resolve("checkpoints"),
            "--resume",
            "--parallelism=200");
    requireUsage(run, "--checkpoints is for Flink inside this process");
    requireUsage(run, "--resume is for Flink inside this process");
    requireUsage(run, "--parallelism must not be above --maxParallelism=128");
  }

  @Test
  void theModeOfAnApplicationIsRejectedOutsideOfOne() throws IOException {
    requireUsage(
        run("--streaming", "--flinkMaster=[auto]"),
        "--flinkMaster=[auto] is what a cluster uses that runs the class FlinkApplication");
  }

  /** This process does the swap at the end. */
  @Test
  void aBatchRunWithoutAttachedModeIsRejected() throws IOException {
    requireUsage(
        run("--flinkMaster=127.0.0.1:1", "--attachedMode=false"),
        "--attachedMode=false is for --streaming");
  }

  /** The code of a stream relies on these settings on every Flink. */
  @Test
  void aStreamHasTheSameSettingsOnAClusterAndOnFlinkInside() throws IOException {
    Path runners = Path.of("runners");
    Stream.of("finishBundleBeforeCheckpointing", "fasterCopy")
        .forEach(
            name ->
                assertThat(
                    setting(runners.resolve("flink-cluster/streaming.yaml"), name),
                    is(setting(runners.resolve("flink-local/streaming.yaml"), name))));
  }

  private static String setting(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(name + ":")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
