package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.StreamStub;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the collector lets through, and the pipeline after it. */
class CollectToSessionsTest {
  private static final String GOOD =
      "{\"event_id\":\"e1\",\"timestamp\":1486285200000,\"action\":\"start\",\"machine_id\":\"m\","
          + "\"build\":\"11.0.3\"}";

  /** JSON objects, so the collector takes them; each has another fault for the definition. */
  private static final List<String> BAD =
      List.of(
          "{\"machine_id\":\"m\"}",
          "{ \"event_id\" : 7 , \"timestamp\":1486285200000,\"action\":\"x\",\"machine_id\":\"m\"}",
          "{\"event_id\":\"e3\",\"timestamp\":\"soon\",\"action\":\"x\",\"machine_id\":\"m\"}",
          "{\"event_id\":\"e4\",\"timestamp\":1486285200000,\"action\":\"x\"}",
          "{\"event_id\":\"e5\",\"timestamp\":1,\"action\":\"\\u00e9\",\"machine_id\":\"m\"}",
          "{}");

  @TempDir private Path folder;

  private void post(URI kinesis, String body) throws Exception {
    try (CollectProcess collector = CollectProcess.start(folder, kinesis)) {
      collector.await("/ready", 200);
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(collector.uri("/v1/events"))
                      .timeout(Duration.ofMinutes(1))
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body(), answer.statusCode(), is(200));
      collector.terminate();
      assertThat(collector.awaitEnd(), is(0));
    }
  }

  @Test
  void whatTheDefinitionRefusesIsInInvalidWithItsBytes() throws Exception {
    List<String> records;
    try (StreamStub stream = StreamStub.start()) {
      post(stream.endpoint(), GOOD + String.join("\n", BAD));
      records = stream.texts();
    }
    Path input = Files.createDirectories(folder.resolve("raw"));
    Files.write(input.resolve("records.jsonl"), records);
    Path output = folder.resolve("out");
    CommandRun run = CommandRun.run("DirectRunner", Path.of("pipelines/nitro.yaml"), input, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "events").size(), is(1));
    List<String> kept = new ArrayList<>();
    for (String line : CommandRun.lines(output, "invalid")) {
      JsonNode envelope = new ObjectMapper().readTree(line);
      kept.add(envelope.get("raw").asText());
    }
    assertThat(kept, containsInAnyOrder(BAD.toArray()));
  }

  /** The same protocol and the same shards as Amazon's, as far as the peer goes. */
  @Test
  void aServerOfKinesisHasTheBytesAndTheKey() throws Exception {
    try (KinesisPeer peer = KinesisPeer.start()) {
      peer.createStream("events", 2);
      post(peer.endpoint(), GOOD);
      assertThat(
          peer.records("events").stream().map(one -> one.data().asUtf8String()).toList(),
          contains(GOOD));
      assertThat(
          peer.records("events").stream().map(one -> one.partitionKey()).toList(), contains("m"));
    }
  }
}
