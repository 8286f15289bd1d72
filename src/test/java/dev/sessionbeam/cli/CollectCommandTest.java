package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.peer.StreamStub;
import dev.sessionbeam.peer.StreamStub.Behavior;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code collect}: its flags, and its life as a process. */
class CollectCommandTest {
  private static final String NITRO = "--definition=pipelines/nitro.yaml";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--definition=pipelines/nitro.yaml|--stream=NAME is missing",
        "--stream=s|--definition=FILE is missing",
        "--stream=a/b|--stream: 'a/b' is not a stream's name",
        "--stream=s --definition=pipelines/named-events.yaml|--definition: event.machine is"
            + " partition_key(), but the collector sets the partition key",
        "--listen=8080|--listen: '8080' is not HOST:PORT: write it like 127.0.0.1:8080",
        "--listen=127.0.0.1:99999|--listen: '127.0.0.1:99999' is not HOST:PORT",
        "--listen=0.0.0.0:0|--writeKeys is missing: without write keys, everybody who reaches"
            + " 0.0.0.0:0 can send events",
        "--writeKeys=no/such/file|--writeKeys: cannot read no/such/file",
        "--spoolSize=1GiB|--spoolSize is for --spool: it has no effect",
        "--spool=x --spoolSize=1MiB|--spoolSize: 1MiB must be from 16777216 to",
        "--spool=s3://bucket/x|--spool: s3://bucket/x must be a path on the local disk",
        "--kinesisTimeout=2|--kinesisTimeout: needs a unit",
        "--kinesisTimeout=0|--kinesisTimeout: must be longer than 0",
        "--stamp=ip|--stamp: 'ip' is not a stamp: use received_at, user_agent, address,"
            + " address_hash",
        "--stamp=address_hash|needs the variable SESSIONBEAM_ADDRESS_KEY",
        "--proxies=1|--proxies is for --stamp=address or address_hash",
        "--allowOrigin=www.example.com|--allowOrigin: 'www.example.com' is not an origin",
        "--rateLimit=5|--rateLimit: '5' is not a rate: write it like 1000/s",
        "--maxBody=1GiB|--maxBody: 1GiB must be from 1024 to 67108864 bytes",
        "--maxInFlight=1MiB|--maxInFlight: 1MiB must be from 5242880 to",
        "--maxEvents=0|--maxEvents: must be from 1 to 100000",
        "--kinesisEndpoint=x|--kinesisEndpoint: 'x' is not a URL"
      })
  void wrongUsageIsNamed(String flags, String message) {
    CommandRun run = CommandRun.of(("collect " + flags).split(" ", -1));
    assertThat(run.err(), run.status(), is(2));
    assertThat(run.err(), containsString(message));
  }

  @Test
  void allFaultsAreNamedAtOnceAndNoneHasAKey() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys"), "short-secret\n\nwith a blank, secret\n");
    CommandRun run = CommandRun.of("collect", "--writeKeys=" + keys, "--listen=x", "--stamp=y");
    assertThat(run.status(), is(2));
    assertThat(run.err(), containsString("--stream=NAME is missing"));
    assertThat(run.err(), containsString("--listen: 'x'"));
    assertThat(run.err(), containsString("--stamp: 'y'"));
    assertThat(run.err(), containsString(keys + ", line 1: a write key has 16 to 256 characters"));
    assertThat(run.err(), containsString(keys + ", line 3: "));
    assertThat(run.err(), not(containsString("secret")));
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (StreamStub stream = StreamStub.start();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run =
          CommandRun.of(
              "collect",
              "--stream=s",
              NITRO,
              "--awsRegion=eu-central-1",
              "--listen=127.0.0.1:" + taken.getLocalPort(),
              "--kinesisEndpoint=" + stream.endpoint());
      assertThat(run.err(), run.status(), is(1));
      assertThat(
          run.err(), containsString("cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": "));
    }
  }

  @Test
  void sigtermAnswersSpoolsAndEndsWithZero() throws Exception {
    try (StreamStub stream = StreamStub.start();
        CollectProcess collector =
            CollectProcess.start(
                folder,
                stream.endpoint(),
                "--spool=" + folder.resolve("spool"),
                "--kinesisTimeout=1s")) {
      collector.await("/ready", 200);
      stream.behave(Behavior.FAILS);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(collector.uri("/v1/events?key=not-needed-here-at-all"))
                      .timeout(Duration.ofMinutes(1))
                      .POST(HttpRequest.BodyPublishers.ofString("{\"machine_id\":\"content\"}"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body(), answer.statusCode(), is(202));
      collector.terminate();
      assertThat(collector.log(), collector.awaitEnd(), is(0));
      String log = collector.log();
      assertThat(log, containsString("Listening on http://127.0.0.1:"));
      assertThat(log, containsString("Kinesis did not take events within 1000 ms: status 500"));
      assertThat(log, containsString("1 acknowledged events wait in the spool"));
      assertThat(log, not(containsString("content")));
      assertThat(log, not(containsString("not-needed")));
      stream.behave(Behavior.TAKES);
      collector.restart();
      collector.await("/ready", 200);
      long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (stream.count() == 0) {
        assertThat("nothing came:\n" + collector.log(), System.nanoTime() < until, is(true));
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(stream.texts().get(0), is("{\"machine_id\":\"content\"}"));
    }
  }
}
