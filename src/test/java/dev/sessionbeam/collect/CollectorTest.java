package dev.sessionbeam.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.collect.TestCollector.Answered;
import dev.sessionbeam.collect.TestCollector.Settings;
import dev.sessionbeam.peer.Cable;
import dev.sessionbeam.peer.StreamStub;
import dev.sessionbeam.peer.StreamStub.Behavior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender sees, and what is in the stream then. */
class CollectorTest {
  private static final String A = "{\"machine_id\":\"m1\",\"n\":1}";
  private static final String B = "{ \"machine_id\" : \"m2\" , \"n\" : 1.0e0 }";

  @TempDir private Path folder;
  @AutoClose private final StreamStub stream = StreamStub.start();
  private final Settings settings = new Settings();

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "application/json|[A,B]",
        "application/json; charset=UTF-8|[A,B]",
        "application/x-ndjson|A/B/",
        "text/plain;charset=UTF-8|AB",
        "TEXT/PLAIN|A B"
      })
  void eventsOfEachFormAreInTheStreamWithTheirBytes(String type, String form) throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      String body = form.replace("/", "\n").replace("A", A).replace("B", B);
      Answered answered = collector.post(body, "Content-Type", type);
      assertThat(answered.body(), is("{\"accepted\":2,\"rejected\":[]}\n"));
      assertThat(answered.status(), is(200));
      assertThat(stream.texts(), containsInAnyOrder(A, B));
      assertThat(
          stream.records().stream().map(StreamStub.Taken::key).toList(),
          containsInAnyOrder("m1", "m2"));
    }
  }

  @Test
  void aCompressedBodyIsRead() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered =
          collector.post(
              "/v1/events", gzip((A + "\n" + B).getBytes(UTF_8)), "Content-Encoding", "gzip");
      assertThat(answered.body(), answered.status(), is(200));
      assertThat(stream.texts(), contains(A, B));
    }
  }

  @Test
  void whatIsNoEventIsRejectedWithItsPlaceAndTheOthersAreAccepted() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post(A + "\n{'n':1}\n7\n" + B + "{\"cut\":\n" + A);
      assertThat(answered.status(), is(200));
      assertThat(
          answered.body(),
          startsWith("{\"accepted\":2,\"rejected\":[{\"index\":1,\"reason\":\"Unexpected"));
      assertThat(
          answered.body(), containsString("{\"index\":2,\"reason\":\"is not a JSON object\"}"));
      assertThat(answered.body(), containsString("{\"index\":4,\"reason\":\"is cut off"));
      assertThat(stream.texts(), contains(A, B));
      assertThat(collector.metric("rejected_events_total{reason=\"not_json\"}"), is(3.0));
      assertThat(collector.metric("events_total{to=\"kinesis\",key=\"none\"}"), is(2.0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", "7", "{", "[1,2]", "{\"a\":\"\\ud8\"}", "nonsense"})
  void aBodyWithoutAnyEventIsABadRequest(String body) throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post(body);
      assertThat(answered.body(), answered.status(), is(400));
      assertThat(answered.body(), startsWith("{\"accepted\":0,\"rejected\":["));
      assertThat(stream.calls(), is(0L));
    }
  }

  @Test
  void anEventWithoutAMachineHasAHashOfItsBytesAsKey() throws Exception {
    try (TestCollector collector = settings.start(stream.endpoint())) {
      collector.post("{\"n\":1}{\"n\":2}{\"n\":1}{\"machine_id\":7}{\"machine_id\":\" \"}");
      List<String> keys = stream.records().stream().map(StreamStub.Taken::key).toList();
      assertThat(keys, hasSize(5));
      assertThat(keys.get(0), hasLength(32));
      assertThat(keys.get(2), is(keys.get(0)));
      assertThat(Set.copyOf(keys).size(), is(4));
    }
  }

  @Test
  void aComputedMachineIsThePartitionKey() throws Exception {
    Path definition = folder.resolve("computed.yaml");
    Files.writeString(
        definition,
        """
        name: computed
        event:
          machine: site + '/' + user
          time: {field: t, format: epoch_millis}
          action: a
          fields: [site, user]
        clean:
          - trim: user
        session: {gap: 30m}
        """);
    settings.definition(definition.toString());
    try (TestCollector collector = settings.start(stream.endpoint())) {
      collector.post("{\"site\":\"s\",\"user\":\" u \",\"a\":\"x\"}");
      assertThat(stream.records().get(0).key(), is("s/u"));
      assertThat(stream.texts(), contains("{\"site\":\"s\",\"user\":\" u \",\"a\":\"x\"}"));
    }
  }

  @Test
  void recordsThatTheStreamRefusesAreSentAgainUntilItTakesThem() throws Exception {
    settings.kinesisTimeout = Duration.ofSeconds(45);
    stream.refuse(index -> index % 2 == 1 || stream.calls() < 3);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 1200; i++) {
        sent.add("{\"machine_id\":\"m\",\"n\":" + i + "}");
      }
      Answered answered = collector.post(String.join("\n", sent));
      assertThat(answered.status(), is(200));
      assertThat(stream.texts(), containsInAnyOrder(sent.toArray()));
      assertThat(collector.metric("kinesis_refused_records_total"), is(greaterThan(600.0)));
    }
  }

  @Test
  void withoutASpoolAStreamThatTakesNothingIsUnavailable() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      stream.behave(Behavior.FAILS);
      Answered answered = collector.post(A);
      assertThat(answered.body(), answered.status(), is(503));
      assertThat(answered.header("Retry-After"), is("5"));
      assertThat(collector.get("/ready").status(), is(503));
      assertThat(collector.get("/live").status(), is(200));
      stream.behave(Behavior.TAKES);
      TestCollector.await(() -> isReady(collector));
      assertThat(collector.post(A).status(), is(200));
      assertThat(stream.texts(), contains(A));
    }
  }

  private static boolean isReady(TestCollector collector) {
    try {
      return collector.get("/ready").status() == 200;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eventsGoToTheSpoolWhileTheStreamTakesNothingAndThenIntoTheStream() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    settings.spool = folder.resolve("spool");
    try (TestCollector collector = settings.start(stream.endpoint())) {
      stream.behave(Behavior.FAILS);
      Answered answered = collector.post(A);
      assertThat(answered.body(), answered.status(), is(202));
      assertThat(answered.body(), is("{\"accepted\":1,\"rejected\":[]}\n"));
      // Now it is known to be down: nothing waits for it.
      assertThat(collector.post(B).status(), is(202));
      assertThat(collector.metric("kinesis_up"), is(0.0));
      assertThat(collector.metric("spool_waiting_events"), is(2.0));
      assertThat(collector.get("/ready").status(), is(200));
      stream.behave(Behavior.TAKES);
      TestCollector.await(() -> stream.count() == 2);
      assertThat(stream.texts(), contains(A, B));
      TestCollector.await(() -> waiting(collector) == 0);
      assertThat(collector.post(A).status(), is(200));
    }
  }

  @Test
  void aFullSpoolIsUnavailableBeforeAnythingIsAcknowledged() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    settings.spool = folder.resolve("spool");
    settings.spoolBytes = 1 << 20;
    try (TestCollector collector = settings.start(stream.endpoint())) {
      stream.behave(Behavior.FAILS);
      List<String> acknowledged = new ArrayList<>();
      Answered answered;
      do {
        String event = "{\"n\":" + acknowledged.size() + ",\"x\":\"" + "x".repeat(100_000) + "\"}";
        answered = collector.post(event);
        if (answered.status() == 202) {
          acknowledged.add(event);
        }
      } while (answered.status() == 202 && acknowledged.size() < 20);
      assertThat(answered.body(), answered.status(), is(503));
      assertThat(answered.header("Retry-After"), is("5"));
      assertThat(answered.body(), startsWith("{\"accepted\":0,"));
      assertThat(acknowledged, hasSize(greaterThan(5)));
      assertThat(collector.get("/ready").status(), is(503));
      assertThat(collector.metric("spool_up"), is(0.0));
      stream.behave(Behavior.TAKES);
      TestCollector.await(() -> waiting(collector) == 0);
      assertThat(collector.get("/ready").status(), is(200));
      assertThat(stream.texts(), is(acknowledged));
    }
  }

  private static double waiting(TestCollector collector) {
    try {
      return collector.metric("spool_waiting_events");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStreamThatIsSilentOrCutOffLosesNothing() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    settings.spool = folder.resolve("spool");
    try (Cable cable = Cable.to(stream.port());
        TestCollector collector = settings.start(cable.endpoint())) {
      assertThat(collector.post(A).status(), is(200));
      cable.fallSilent();
      assertThat(collector.post(B).status(), is(202));
      cable.mend();
      TestCollector.await(() -> stream.texts().contains(B));
      cable.hangUp();
      assertThat(collector.post("{\"n\":3}").status(), is(202));
      cable.mend();
      TestCollector.await(() -> stream.texts().contains("{\"n\":3}"));
    }
  }

  @Test
  void theSpoolIsSentByTheNextCollectorThatHasIt() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    settings.spool = folder.resolve("spool");
    try (TestCollector collector = settings.start(stream.endpoint())) {
      stream.behave(Behavior.FAILS);
      assertThat(collector.post(A).status(), is(202));
    }
    stream.behave(Behavior.TAKES);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      TestCollector.await(() -> stream.count() == 1);
      assertThat(stream.texts(), contains(A));
      assertThat(collector.get("/ready").status(), is(200));
    }
  }

  @Test
  void aCollectorStartsWhileKinesisIsDown() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(300);
    settings.spool = folder.resolve("spool");
    stream.behave(Behavior.FAILS);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      assertThat(collector.post(A).status(), is(202));
      stream.behave(Behavior.TAKES);
      TestCollector.await(() -> stream.count() == 1);
    }
  }

  @Test
  void aStreamThatIsNotThereStopsTheStart() {
    stream.behave(Behavior.IS_MISSING);
    IOException e = assertThrows(IOException.class, () -> settings.start(stream.endpoint()));
    assertThat(
        e.getMessage(), containsString("--stream: there is no stream 'events' in eu-central-1"));
  }

  @Test
  void aWriteKeyIsNeededAndEachOfSeveralIsTaken() throws Exception {
    List<String> faults = new ArrayList<>();
    settings.keys =
        WriteKeys.read("# old\nfirst-key-0123456789\n\nsecond-key-0123456789\n", "f", faults);
    assertThat(faults, is(empty()));
    try (TestCollector collector = settings.start(stream.endpoint())) {
      assertThat(collector.post(A).status(), is(401));
      assertThat(collector.post(A, "X-Write-Key", "first-key-012345678").status(), is(401));
      assertThat(collector.post(A, "X-Write-Key", "first-key-0123456789").status(), is(200));
      byte[] body = B.getBytes(UTF_8);
      assertThat(collector.post("/v1/events?key=second-key-0123456789", body).status(), is(200));
      assertThat(collector.post("/v1/events?key=nothing", body).status(), is(401));
      assertThat(stream.texts(), contains(A, B));
      assertThat(collector.get("/metrics").body(), not(containsString("first-key")));
    }
  }

  @Test
  void theFileOfWriteKeysIsReadAgainWhenItChanges() throws Exception {
    Path file = folder.resolve("keys");
    Files.writeString(file, "first-key-0123456789\n");
    KeyFile keys = new KeyFile(file);
    settings.keys = Objects.requireNonNull(keys.readIfChanged(new ArrayList<>()));
    settings.keyFile = keys;
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Files.writeString(file, "second-key-0123456789 and more\n");
      assertThat(collector.post(A, "X-Write-Key", "first-key-0123456789").status(), is(200));
      Files.writeString(file, "second-key-0123456789\n");
      TestCollector.await(() -> status(collector, "second-key-0123456789") == 200);
      assertThat(status(collector, "first-key-0123456789"), is(401));
    }
  }

  private static int status(TestCollector collector, String key) {
    try {
      return collector.post(A, "X-Write-Key", key).status();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aKeyThatSendsTooMuchHasToWait() throws Exception {
    settings.rate = 2;
    try (TestCollector collector = settings.start(stream.endpoint())) {
      assertThat(collector.post(A.repeat(20)).status(), is(200));
      Answered answered = collector.post(A);
      assertThat(answered.status(), is(429));
      int seconds = Integer.parseInt(answered.header("Retry-After"));
      assertThat(seconds, is(greaterThan(5)));
      assertThat(seconds, is(lessThan(11)));
    }
  }

  @Test
  void stampsAreAddedBeforeTheLastBraceAndNothingElseChanges() throws Exception {
    settings.stamps =
        new StampSettings(
            Set.of(Stamp.RECEIVED_AT, Stamp.USER_AGENT, Stamp.ADDRESS), new byte[0], 1);
    long before = System.currentTimeMillis();
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered =
          collector.post(
              B + "{}{ }{\"received_at\":1}{\"user\\u005fagent\":\"x\"}",
              "User-Agent",
              "a \"browser\" \\",
              "X-Forwarded-For",
              "1.1.1.1, 203.0.113.77");
      assertThat(
          answered.body(),
          is(
              "{\"accepted\":3,\"rejected\":[{\"index\":3,\"reason\":\"has a field 'received_at',"
                  + " which only the collector sets\"},{\"index\":4,\"reason\":\"has a field"
                  + " 'user_agent', which only the collector sets\"}]}\n"));
    }
    String text = stream.texts().get(0);
    String own = B.substring(0, B.length() - 1);
    assertThat(text, startsWith(own + ",\"received_at\":"));
    String rest = text.substring((own + ",\"received_at\":").length());
    long at = Long.parseLong(rest.substring(0, rest.indexOf(',')));
    assertThat(at >= before && at <= System.currentTimeMillis(), is(true));
    assertThat(
        rest.substring(rest.indexOf(',')),
        is(",\"user_agent\":\"a \\\"browser\\\" \\\\\",\"address\":\"203.0.113.0\"}"));
    assertThat(stream.texts().get(1), startsWith("{\"received_at\":"));
    assertThat(stream.texts().get(2), startsWith("{ \"received_at\":"));
  }

  @Test
  void anAddressIsHashedByItsKey() throws Exception {
    settings.stamps =
        new StampSettings(Set.of(Stamp.ADDRESS_HASH), "a secret of the site".getBytes(UTF_8), 0);
    try (TestCollector collector = settings.start(stream.endpoint())) {
      collector.post("{}", "X-Forwarded-For", "203.0.113.77");
      collector.post("{}");
    }
    assertThat(Set.copyOf(stream.texts()), hasSize(1));
    assertThat(stream.texts().get(0).matches("\\{\"address_hash\":\"[0-9a-f]{32}\"}"), is(true));
  }

  @Test
  void pagesOfAllowedOriginsMaySendAndReadTheAnswer() throws Exception {
    settings.origins = Set.of("https://www.example.com");
    try (TestCollector collector = settings.start(stream.endpoint())) {
      HttpRequest preflight =
          HttpRequest.newBuilder(collector.uri("/v1/events"))
              .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
              .header("Origin", "https://www.example.com")
              .header("Access-Control-Request-Method", "POST")
              .build();
      Answered allowed = collector.send(preflight);
      assertThat(allowed.status(), is(204));
      assertThat(allowed.header("Access-Control-Allow-Origin"), is("https://www.example.com"));
      assertThat(allowed.header("Access-Control-Allow-Headers"), containsString("X-Write-Key"));
      assertThat(allowed.header("Vary"), is("Origin"));
      Answered answered = collector.post(A, "Origin", "https://www.example.com");
      assertThat(answered.status(), is(200));
      assertThat(answered.header("Access-Control-Allow-Origin"), is("https://www.example.com"));
      Answered other = collector.post(A, "Origin", "https://www.example.com.evil");
      assertThat(other.status(), is(403));
      assertThat(other.header("Access-Control-Allow-Origin"), is(""));
      Answered own = collector.post(A, "Origin", "http://127.0.0.1:" + collector.port());
      assertThat(own.status(), is(200));
      assertThat(stream.count(), is(2L));
    }
  }

  @Test
  void everyOriginIsAllowedOnlyWithoutCredentials() throws Exception {
    settings.origins = Set.of("*");
    try (TestCollector collector = settings.start(stream.endpoint())) {
      Answered answered = collector.post(A, "Origin", "https://www.example.com");
      assertThat(answered.header("Access-Control-Allow-Origin"), is("*"));
      assertThat(answered.header("Access-Control-Allow-Credentials"), is(""));
    }
  }

  @Test
  void stoppingAnswersWhatIsUnderWayAndSendsTheSpool() throws Exception {
    settings.kinesisTimeout = Duration.ofMillis(500);
    settings.spool = folder.resolve("spool");
    try (TestCollector collector = settings.start(stream.endpoint())) {
      stream.refuse(index -> true);
      CompletableFuture<Answered> answered =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return collector.post(A);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      TestCollector.await(() -> stream.calls() > 0);
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(
              () -> {
                try {
                  collector.collector().stop(TestCollector.PATIENCE);
                } catch (IOException | InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      Answered last = answered.get(TestCollector.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(last.status(), is(202));
      assertThat(last.header("Connection"), is("close"));
      stream.refuse(index -> false);
      stopped.get(2 * TestCollector.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThrows(IOException.class, collector::connect);
    }
    // The stop may have ended while the stream refused; then the next collector sends it.
    try (TestCollector collector = settings.start(stream.endpoint())) {
      TestCollector.await(() -> stream.count() > 0);
      assertThat(collector.get("/ready").status(), is(200));
    }
    assertThat(stream.texts(), hasItem(A));
  }
}
