package dev.sessionbeam.io.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.google.protobuf.ByteString;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;

class UserRecordsTest {
  private static final Instant ARRIVAL = Instant.parse("2026-01-31T12:00:00.123Z");

  private static List<RawRecord> records(byte[] data) {
    Record record =
        Record.builder()
            .sequenceNumber("4711")
            .partitionKey("outer")
            .approximateArrivalTimestamp(ARRIVAL)
            .data(SdkBytes.fromByteArray(data))
            .build();
    return new UserRecords("events").of(record, "shardId-000000000001");
  }

  private static RawRecord record(String data, int part, String key) {
    return new RawRecord(
        data.getBytes(UTF_8),
        new KinesisOrigin(
            "events", "shardId-000000000001", "4711", part, key, ARRIVAL.toEpochMilli()));
  }

  /** Returns an aggregated record as the KPL makes it. */
  private static byte[] aggregated(AggregatedRecord record) {
    try {
      byte[] message = record.toByteArray();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(AggregatorUtil.AGGREGATED_RECORD_MAGIC);
      out.write(message);
      out.write(MessageDigest.getInstance("MD5").digest(message));
      return out.toByteArray();
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AggregatedRecord.Builder twoIn(int key) {
    return AggregatedRecord.newBuilder()
        .addPartitionKeyTable("a")
        .addPartitionKeyTable("b")
        .addRecords(user(0, "{\"x\":1}"))
        .addRecords(user(key, "{\"x\":2}{\"x\":3}"));
  }

  private static software.amazon.kinesis.retrieval.kpl.Messages.Record user(int key, String data) {
    return software.amazon.kinesis.retrieval.kpl.Messages.Record.newBuilder()
        .setPartitionKeyIndex(key)
        .setData(ByteString.copyFromUtf8(data))
        .build();
  }

  @Test
  void aPlainRecordHasItsOrigin() {
    assertThat(records("{}".getBytes(UTF_8)), contains(record("{}", 0, "outer")));
  }

  @Test
  void aggregatedRecordsAndObjectsOnOneLineAreSplit() {
    assertThat(
        records(aggregated(twoIn(1).build())),
        contains(
            record("{\"x\":1}", 0, "a"), record("{\"x\":2}", 1, "b"), record("{\"x\":3}", 2, "b")));
  }

  @Test
  void aBrokenAggregateStaysWhole() {
    byte[] badKey = aggregated(twoIn(7).build());
    assertThat("a partition key that does not exist", records(badKey).get(0).bytes(), is(badKey));
    byte[] badSum = aggregated(twoIn(1).build());
    badSum[badSum.length - 1] ^= 1;
    assertThat("a wrong check sum", records(badSum).get(0).bytes(), is(badSum));
    byte[] cut = java.util.Arrays.copyOf(badSum, 10);
    assertThat("cut short", records(cut).get(0).bytes(), is(cut));
  }
}
