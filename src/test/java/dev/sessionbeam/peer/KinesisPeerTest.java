package dev.sessionbeam.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;

class KinesisPeerTest {
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

  @Test
  void aRecordThatIsPutIsReadBack() {
    peer.createStream("one", 1);

    String sequenceNumber = peer.put("one", "machine", "{}\n".getBytes(UTF_8)).sequenceNumber();

    assertThat(peer.records("one"), hasSize(1));
    Record record = peer.records("one").get(0);
    assertThat(record.data().asUtf8String(), equalTo("{}\n"));
    assertThat(record.partitionKey(), equalTo("machine"));
    assertThat(record.sequenceNumber(), equalTo(sequenceNumber));
  }

  @Test
  void eachShardHoldsTheRecordsOfItsHashKeys() {
    peer.createStream("three", 3);
    List<Shard> shards = peer.shards("three");

    peer.put("three", shards.get(0), bytes("a"));
    peer.put("three", shards.get(2), bytes("c"));
    peer.put("three", shards.get(0), bytes("b"));

    assertThat(texts("three", shards.get(0)), contains("a", "b"));
    assertThat(texts("three", shards.get(1)), empty());
    assertThat(texts("three", shards.get(2)), contains("c"));
  }

  @Test
  void shardsAreSplitAndMerged() {
    peer.createStream("changing", 2);
    List<Shard> shards = peer.shards("changing");
    peer.put("changing", shards.get(0), bytes("before"));

    peer.split("changing", shards.get(0));
    List<Shard> split = peer.shards("changing");
    peer.put("changing", split.get(2), bytes("low"));
    peer.put("changing", split.get(3), bytes("high"));
    peer.merge("changing", split.get(3), split.get(1));
    List<Shard> merged = peer.shards("changing");
    peer.put("changing", merged.get(4), bytes("after"));

    assertThat(texts("changing", merged.get(0)), contains("before"));
    assertThat(texts("changing", merged.get(2)), contains("low"));
    assertThat(texts("changing", merged.get(3)), contains("high"));
    assertThat(texts("changing", merged.get(4)), contains("after"));
    assertThat(merged.get(2).parentShardId(), equalTo(shards.get(0).shardId()));
    assertThat(merged.get(4).adjacentParentShardId(), equalTo(shards.get(1).shardId()));
  }

  private static List<String> texts(String stream, Shard shard) {
    return peer.records(stream, shard).stream()
        .map(record -> record.data().asUtf8String())
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
