package dev.sessionbeam.io.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import com.google.protobuf.ByteString;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.kpl.Messages;

/** Data that is compressed with gzip is decompressed within bounds, or stays as it is. */
class GzippedRecordsTest {
  private static byte[] gzipped(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzipped(String plain) {
    return gzipped(plain.getBytes(UTF_8));
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static List<RawRecord> records(byte[] data) {
    Record record =
        Record.builder()
            .sequenceNumber("4711")
            .partitionKey("key")
            .approximateArrivalTimestamp(Instant.ofEpochMilli(99))
            .data(SdkBytes.fromByteArray(data))
            .build();
    return new UserRecords("logs").of(record, "shard-1");
  }

  private static List<String> texts(byte[] data) {
    return records(data).stream().map(record -> new String(record.bytes(), UTF_8)).toList();
  }

  @Test
  void theRecordsInItAreSplitAsWithoutCompression() {
    assertThat(texts(gzipped("{\"a\":1}")), is(List.of("{\"a\":1}")));
    assertThat(
        texts(gzipped("{\"a\":1}{\"a\":2}\n{\"a\":3}")),
        is(List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":3}")));
    assertThat(texts(gzipped("{\"a\":\n1}")), is(List.of("{\"a\":\n1}")));
    assertThat(texts(gzipped("[\n{\"a\":1},\n{\"a\":2}\n]")).size(), is(1));
    assertThat(texts(gzipped(" \n")), is(List.of()));
    assertThat(
        records(gzipped("{\"a\":1}{\"a\":2}")).get(1).origin(),
        is(new KinesisOrigin("logs", "shard-1", "4711", 1, "key", 99)));
  }

  @Test
  void severalMembersAreOneText() {
    assertThat(
        texts(concat(gzipped("{\"a\":"), gzipped(""), gzipped("1}"))), is(List.of("{\"a\":1}")));
  }

  /** The header of this member has every optional field. */
  @Test
  void aHeaderMayHaveMoreFields() {
    byte[] plain = gzipped("{\"a\":1}");
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 2 | 4 | 8 | 16;
    byte[] more = concat(new byte[] {2, 0, 9, 9}, "name\0comment\0".getBytes(UTF_8), new byte[2]);
    byte[] data = concat(header, more, Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(texts(data), is(List.of("{\"a\":1}")));
  }

  @Test
  void damagedDataStaysAsItIs() {
    byte[] good = gzipped("{\"a\":1,\"b\":\"some more text\"}");
    List<byte[]> damaged = new ArrayList<>();
    for (int length = 18; length < good.length; length++) {
      damaged.add(Arrays.copyOf(good, length));
    }
    for (int i = 10; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 0x55;
      damaged.add(changed);
    }
    damaged.add(concat(good, new byte[] {'\n'}));
    damaged.add(concat(good, new byte[20]));
    damaged.add(concat(good, Arrays.copyOf(good, 12)));
    for (byte[] data : damaged) {
      assertThat(Gzip.decompress(data, 1 << 20), is(nullValue()));
      assertThat(
          "no byte is taken out of it",
          records(data).stream().noneMatch(record -> record.bytes()[0] == '{'),
          is(true));
    }
    assertThat(records(damaged.get(0)).get(0).bytes(), is(damaged.get(0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8_191, 8_192, 8_193, 100_000})
  void theBoundIsExact(int size) {
    byte[] plain = new byte[size];
    byte[] data = gzipped(plain);
    assertThat(Gzip.decompress(data, size), is(plain));
    assertThat(Gzip.decompress(data, size + 1), is(plain));
    if (size > 0) {
      assertThat(Gzip.decompress(data, size - 1), is(nullValue()));
    }
  }

  @Test
  void aBombStaysCompressed() {
    byte[] bomb = gzipped(new byte[1 << 28]);
    assertThat(records(bomb).get(0).bytes(), is(bomb));
  }

  private static byte[] aggregated(List<byte[]> users) throws NoSuchAlgorithmException {
    Messages.AggregatedRecord.Builder record =
        Messages.AggregatedRecord.newBuilder().addPartitionKeyTable("key");
    for (byte[] user : users) {
      record.addRecords(
          Messages.Record.newBuilder().setPartitionKeyIndex(0).setData(ByteString.copyFrom(user)));
    }
    byte[] message = record.build().toByteArray();
    return concat(
        AggregatorUtil.AGGREGATED_RECORD_MAGIC,
        message,
        MessageDigest.getInstance("MD5").digest(message));
  }

  @Test
  void userRecordsOfTheKplMayBeCompressedToo() throws NoSuchAlgorithmException {
    byte[] data =
        aggregated(
            List.of(gzipped("{\"a\":1}"), "{\"a\":2}".getBytes(UTF_8), gzipped("{\"a\":3}")));
    assertThat(texts(data), is(List.of("{\"a\":1}", "{\"a\":2}", "{\"a\":3}")));
  }

  /** The bound is that of one record of Kinesis, whatever is in it. */
  @Test
  void allUserRecordsTogetherAreBounded() throws NoSuchAlgorithmException {
    byte[] four = gzipped("\"" + "x".repeat(UserRecords.MOST_BYTES - 2) + "\"");
    List<RawRecord> records =
        records(aggregated(List.of(four, four, four, four, four, gzipped("{}"))));
    List<Integer> sizes = records.stream().map(record -> record.bytes().length).toList();
    int most = UserRecords.MOST_BYTES;
    assertThat(sizes.subList(0, 4), is(List.of(most, most, most, most)));
    assertThat(records.get(4).bytes(), is(four));
    assertThat(records.get(records.size() - 1).bytes(), is(gzipped("{}")));
  }

  @Test
  void aPieceOfAnAnswerIsAtTheEndOnlyIfItIsTheLast() {
    Record record = Record.builder().sequenceNumber("1").build();
    ShardBatch batch = new ShardBatch(List.of(record, record, record), 0, List.of("next"), 7);
    assertThat(batch.piece(0, 2), is(new ShardBatch(List.of(record, record), 1, null, 7)));
    assertThat(batch.piece(2, 3), is(new ShardBatch(List.of(record), 0, List.of("next"), 7)));
  }
}
