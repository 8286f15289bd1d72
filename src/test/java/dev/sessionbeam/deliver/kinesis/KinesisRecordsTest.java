package dev.sessionbeam.deliver.kinesis;

import static dev.sessionbeam.deliver.connect.Deliveries.event;
import static dev.sessionbeam.deliver.connect.Deliveries.open;
import static dev.sessionbeam.deliver.connect.Deliveries.outcome;
import static dev.sessionbeam.deliver.connect.Deliveries.outcomes;
import static dev.sessionbeam.deliver.connect.Deliveries.toArn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.message.Subject;
import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.peer.Relay;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

/** What arrives in a stream, by the usual encoding of Kinesis. */
class KinesisRecordsTest {
  private static KinesisPeer peer;

  @BeforeAll
  static void start() {
    peer = KinesisPeer.start();
  }

  @AfterAll
  static void stop() {
    if (peer != null) {
      peer.close();
    }
  }

  private static String arn(String stream) {
    return "arn:aws:kinesis:" + KinesisPeer.REGION.id() + ":000000000000:stream/" + stream;
  }

  private static Connector to(String stream, URI endpoint) {
    return open(toArn(arn(stream), endpoint));
  }

  private static Delivery of(String machine, byte[] body) {
    return new Delivery("crm", "v1", new Subject(Source.EVENTS, machine, "e", 0), body);
  }

  @Test
  void aDeliveryIsOneRecordByteForByte() throws Exception {
    peer.createStream("bytes", 1);
    List<byte[]> bodies =
        List.of(
            "{\"a\": 1.0,  \"b\":\"é😀\\n\uFFFE\"}".getBytes(UTF_8),
            new byte[] {0, (byte) 0xFF, '\n', (byte) 0x80},
            new byte[] {'{', '}'});
    try (Connector connector = to("bytes", peer.endpoint())) {
      assertThat(
          outcomes(connector, bodies.stream().map(body -> of("m", body)).toArray(Delivery[]::new)),
          everyItem(is(Outcome.DELIVERED)));
    }
    List<Record> records = peer.records("bytes");
    assertThat(records.size(), is(bodies.size()));
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(records.get(i).data().asByteArray(), is(bodies.get(i)));
      assertThat(records.get(i).partitionKey(), is("m"));
    }
  }

  @Test
  void allRecordsOfAMachineAreInOneShard() throws Exception {
    peer.createStream("shards", 4);
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      deliveries.add(of("machine-" + i % 20, new byte[] {(byte) i}));
    }
    try (Connector connector = to("shards", peer.endpoint())) {
      assertThat(
          outcomes(connector, deliveries.toArray(Delivery[]::new)),
          everyItem(is(Outcome.DELIVERED)));
    }
    Set<String> machines = new HashSet<>();
    int records = 0;
    for (Shard shard : peer.shards("shards")) {
      List<Record> here = peer.records("shards", shard);
      records += here.size();
      here.stream()
          .map(Record::partitionKey)
          .distinct()
          .forEach(machine -> assertThat("in one shard only", machines.add(machine)));
    }
    assertThat(records, is(60));
    assertThat(machines.size(), is(20));
  }

  @Test
  void aMachineThatIsNoPartitionKeyHasItsHash() throws Exception {
    peer.createStream("keys", 1);
    String longest = "é".repeat(256);
    try (Connector connector = to("keys", peer.endpoint())) {
      Delivery[] deliveries =
          IntStream.range(0, 4)
              .mapToObj(i -> of(List.of(longest, longest + "é", "\uD800", "").get(i), new byte[1]))
              .toArray(Delivery[]::new);
      assertThat(outcomes(connector, deliveries), everyItem(is(Outcome.DELIVERED)));
    }
    List<String> keys = peer.records("keys").stream().map(Record::partitionKey).toList();
    assertThat(keys.get(0), is(longest));
    assertThat(keys.subList(1, 4), everyItem(matchesPattern("[0-9a-f]{64}")));
    assertThat(keys.stream().distinct().count(), is(4L));
  }

  @Test
  void manyDeliveriesAreOneCall() throws Exception {
    peer.createStream("many", 2);
    Delivery[] many =
        IntStream.range(0, 500).mapToObj(i -> event("e" + i, "{}")).toArray(Delivery[]::new);
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector connector = to("many", relay.endpoint())) {
      assertThat(outcomes(connector, many), everyItem(is(Outcome.DELIVERED)));
      assertThat(relay.requests().size(), is(1));
    }
    assertThat(peer.records("many").size(), is(many.length));
  }

  @Test
  void aStreamThatIsFullIsRetried() throws Exception {
    peer.createStream("full", 1);
    try (Relay relay = Relay.to(peer.endpoint().getPort());
        Connector connector = to("full", relay.endpoint())) {
      var unused = relay.refuse("PutRecords", 1, 400, "ProvisionedThroughputExceededException");
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.kind(), is(Outcome.Kind.RETRY));
      assertThat(outcome.error(), containsString("ProvisionedThroughputExceededException"));
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
    }
  }

  @Test
  void aStreamThatIsCreatedLaterGetsWhatWaits() throws Exception {
    try (Connector connector = to("later", peer.endpoint())) {
      Outcome outcome = outcome(connector, event("e1", "{}"));
      assertThat(outcome.error(), outcome.kind(), is(Outcome.Kind.RETRY));
      peer.createStream("later", 1);
      assertThat(outcome(connector, event("e1", "{}")), is(Outcome.DELIVERED));
    }
    byte[] data = peer.records("later").get(0).data().asByteArray();
    assertThat(Arrays.equals(data, new byte[] {'{', '}'}), is(true));
  }
}
