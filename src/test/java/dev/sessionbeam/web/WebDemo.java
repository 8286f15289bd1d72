package dev.sessionbeam.web;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CollectProcess;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.NodePackage;
import dev.sessionbeam.publish.DiskFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A page, the collector, a Kinesis server and the pipeline on this machine: clicks become a
 * session. Chromium clicks if it is there. Otherwise a person does, within ten minutes.
 */
class WebDemo {
  /** So long after the last click, and for the checkpoint and the file, a session comes out. */
  private static final String GAP = "10s";

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The results and the logs stay there. */
  private final Path folder =
      Path.of(System.getProperty("demo.folder", "target/demo-web")).toAbsolutePath();

  @BeforeEach
  void clear() throws IOException {
    DiskFolder.delete(folder);
    Files.createDirectories(folder);
  }

  @Test
  void clicksOnAPageBecomeASession() throws Exception {
    NodeTests.requireNode();
    Path definition = folder.resolve("web.yaml");
    String web = Files.readString(Path.of("pipelines/web.yaml"));
    Files.writeString(definition, web.replaceFirst("(?m)^  gap: .*$", "  gap: " + GAP));
    try (KinesisPeer kinesis = KinesisPeer.start();
        DemoSite site = DemoSite.start()) {
      kinesis.createStream("events", 2);
      try (CollectProcess collector =
          CollectProcess.start(
              folder,
              kinesis.endpoint(),
              definition,
              "--stamp=received_at",
              "--allowOrigin=" + site.origin())) {
        collector.await("/ready", 200);
        Process pipeline = start(definition, kinesis.endpoint());
        try {
          URI page = site.page(collector.uri("/v1/events"));
          Optional<String> chromium = Chromium.path();
          if (chromium.isPresent()) {
            String machine = click(chromium.get(), page);
            JsonNode session = await(machine);
            assertThat(session.toString(), session.path("event_count").asInt(), is(5));
            assertThat(session.path("opened_by").asText(), is("opening_event"));
            assertThat(
                session.path("actions").toString(),
                is("{\"edit\":2,\"open\":1,\"share\":1,\"view\":1}"));
          } else {
            System.out.println("Open this page, and click: " + page);
            await("");
          }
        } finally {
          pipeline.destroy();
          pipeline.waitFor();
        }
      }
    }
  }

  private Process start(Path definition, URI kinesis) throws IOException {
    return CommandRun.start(
        folder.resolve("run.log"),
        KinesisPeer.environment(),
        List.of(
            "run",
            "--streaming",
            "--definition=" + definition,
            "--stream=events",
            "--startAt=trim_horizon",
            "--kinesisEndpoint=" + kinesis,
            "--awsRegion=" + KinesisPeer.REGION,
            "--output=" + folder.resolve("out"),
            "--compression=none",
            "--maxDisorder=2s",
            "--fileDelay=1s",
            "--checkpointingInterval=2000"));
  }

  private static String click(String chromium, URI page) throws Exception {
    NodePackage tools = NodePackage.install("tracker");
    NodeTests.Ended ended =
        NodeTests.command(
            Map.of(
                "CHROMIUM",
                chromium,
                "URL",
                page.toString(),
                "NODE_PATH",
                tools.installed().resolve("node_modules").toString()),
            "node",
            "src/test/tracker/chromium/click.js");
    assertThat(ended.output(), ended.status(), is(0));
    return ended.output().strip();
  }

  /** Waits for the session of a machine, or of any machine, and prints it. */
  private JsonNode await(String machine) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      Path out = folder.resolve("out");
      List<String> lines =
          Files.isDirectory(out.resolve("sessions"))
              ? CommandRun.lines(out, "sessions")
              : List.of();
      for (String line : lines) {
        if (line.contains(machine)) {
          System.out.println("Its session: " + line);
          return new ObjectMapper().readTree(line);
        }
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    throw new AssertionError("no session came: see " + folder.resolve("run.log"));
  }
}
