package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports an output on S3. */
class ReportS3Test {
  private static final Path NITRO = Path.of("pipelines/nitro.yaml");

  @TempDir private static Path folder;

  private static S3Peer peer;

  @BeforeAll
  static void startTheServer() throws IOException {
    peer = S3Peer.start(folder.resolve("peer"));
    S3Peer.SETTINGS.forEach(System::setProperty);
  }

  @AfterAll
  static void stopTheServer() {
    S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    peer.close();
  }

  @Test
  void anOutputOnS3HasTheReportThatItHasOnADisk() throws IOException {
    Path onS3 = peer.bucket("reported").resolve("out");
    CommandRun run =
        CommandRun.of(
            "run",
            "--definition=" + NITRO,
            "--input=testdata/nitro/raw",
            "--output=s3://reported/out",
            "--s3Endpoint=" + peer.endpoint(),
            "--runner=DirectRunner");
    assertThat(run.err(), run.status(), is(0));
    Path json = folder.resolve("s3.json");
    String[] flags = {
      "report",
      "--definition=" + NITRO,
      "--input=s3://reported/out",
      "--s3Endpoint=" + peer.endpoint(),
      "--runner=DirectRunner",
      "--json=" + json,
      "--output=" + folder.resolve("s3.html"),
      "--cache=" + folder.resolve("cache")
    };
    JsonNode onDisk = ReportRun.of(NITRO, onS3, folder).json();
    for (int i = 0; i < 2; i++) {
      CommandRun reported = CommandRun.of(flags);
      assertThat(reported.err(), reported.status(), is(0));
      assertThat(new ObjectMapper().readTree(json.toFile()), is(onDisk));
    }
    CommandRun nothing = CommandRun.of(flags[0], flags[1], "--input=s3://reported/none", flags[3]);
    assertThat(nothing.err(), nothing.status(), is(2));
  }
}
