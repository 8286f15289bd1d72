package dev.sessionbeam.simulate.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import dev.sessionbeam.peer.KinesisPeer;
import dev.sessionbeam.simulate.kinesis.RefusingProxy.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

class StreamSenderTest {
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
  void onlyRecordsThatFailedAreSentAgain() throws Exception {
    peer.createStream("refusing", 1);
    List<Answer> answers = List.of(Answer.REFUSE_ODD, Answer.REFUSE_ALL, Answer.REFUSE_ODD);
    long retried;
    try (RefusingProxy proxy = new RefusingProxy(peer.endpoint(), answers)) {
      Sent sent = send("refusing", proxy.endpoint(), false, 10);
      retried = sent.retried;
      assertThat(sent.calls, equalTo(0L));
    }
    List<String> found = new ArrayList<>();
    peer.records("refusing").forEach(record -> found.add(record.data().asUtf8String()));
    assertThat(found, containsInAnyOrder(texts(10).toArray()));
    assertThat(retried, greaterThan(0L));
  }

  @Test
  void laterRecordsWaitForRecordsThatFailed() throws Exception {
    peer.createStream("waiting", 1);
    List<Answer> answers = List.of(Answer.REFUSE_ALL, Answer.REFUSE_ALL);
    try (RefusingProxy proxy = new RefusingProxy(peer.endpoint(), answers)) {
      // More records than two calls may hold.
      Sent sent = send("waiting", proxy.endpoint(), false, 1200);
      assertThat(sent.retried, greaterThan(0L));
    }
    List<String> found = new ArrayList<>();
    peer.records("waiting").forEach(record -> found.add(record.data().asUtf8String()));
    assertThat(found, contains(texts(1200).toArray()));
  }

  @Test
  void aCallThatFailsIsRepeated() throws Exception {
    peer.createStream("failing", 1);
    List<Answer> answers = List.of(Answer.FAIL, Answer.FAIL);
    try (RefusingProxy proxy = new RefusingProxy(peer.endpoint(), answers)) {
      Sent sent = send("failing", proxy.endpoint(), false, 10);
      assertThat(sent.calls, equalTo(2L));
      assertThat(sent.retried, equalTo(0L));
    }
    List<String> found = new ArrayList<>();
    peer.records("failing").forEach(record -> found.add(record.data().asUtf8String()));
    assertThat(found, contains(texts(10).toArray()));
  }

  @Test
  void aggregatedRecordsSurviveASplitThatTheSenderDoesNotKnow() throws Exception {
    peer.createStream("splitting", 1);
    List<String> found = new ArrayList<>();
    int kinesisRecords = 0;
    try (KinesisTarget target = KinesisTarget.open("splitting", peer.endpoint(), null);
        StreamSender sender = StreamSender.to(target, true)) {
      peer.split("splitting", peer.shards("splitting").get(0));
      for (int number = 0; number < 300; number++) {
        sender.send(record(number));
      }
      sender.finish();
    }
    for (Shard shard : peer.shards("splitting")) {
      List<Record> records = peer.records("splitting", shard);
      kinesisRecords += records.size();
      // Amazon's own library drops records whose hash keys do not belong to the shard.
      new AggregatorUtil()
          .deaggregate(
              records.stream().map(KinesisClientRecord::fromRecord).toList(),
              shard.hashKeyRange().startingHashKey(),
              shard.hashKeyRange().endingHashKey())
          .forEach(record -> found.add(UTF_8.decode(record.data()).toString()));
    }
    assertThat(found, containsInAnyOrder(texts(300).toArray()));
    assertThat(kinesisRecords, lessThan(100));
  }

  private record Sent(long retried, long calls) {}

  private static Sent send(String stream, URI endpoint, boolean aggregate, int records)
      throws Exception {
    try (KinesisTarget target = KinesisTarget.open(stream, endpoint, null);
        StreamSender sender = StreamSender.to(target, aggregate)) {
      for (int number = 0; number < records; number++) {
        sender.send(record(number));
      }
      sender.finish();
      assertThat(sender.counts().records(), equalTo((long) records));
      return new Sent(sender.counts().retried(), target.repeatedCalls());
    }
  }

  private static StreamRecord record(int number) {
    String text = "record " + number;
    return new StreamRecord("key " + number, text.getBytes(UTF_8), System.nanoTime());
  }

  private static List<String> texts(int records) {
    return IntStream.range(0, records).mapToObj(number -> "record " + number).toList();
  }
}
