package dev.sessionbeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Lists of records whose origins have much in common. */
class RawRecordCoderTest {
  private static final List<RawRecord> RECORDS =
      List.of(
          kinesis("shard-0", "1", 0),
          kinesis("shard-0", "1", 1),
          kinesis("shard-1", "2", 0),
          new RawRecord(new byte[] {1}, new FileOrigin("a", 0)),
          new RawRecord(new byte[0], new FileOrigin("a", 7)),
          new RawRecord(new byte[] {-1}, new FileOrigin("b", 0)),
          kinesis("shard-1", "3", 0));

  private static RawRecord kinesis(String shard, String number, int part) {
    return new RawRecord(
        new byte[] {0, 10, -1}, new KinesisOrigin("clicks", shard, number, part, "key", 99));
  }

  private static byte[] encoded(List<RawRecord> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RawRecordCoder.encodeAll(records, bytes);
    return bytes.toByteArray();
  }

  @Test
  void aListOfRecordsIsEqualAfterDecoding() throws IOException {
    for (int count = 0; count <= RECORDS.size(); count++) {
      List<RawRecord> some = RECORDS.subList(0, count);
      assertThat(RawRecordCoder.decodeAll(new ByteArrayInputStream(encoded(some))), is(some));
    }
  }

  @Test
  void valuesThatOriginsShareAreEncodedOnce() throws IOException {
    List<RawRecord> same = Collections.nCopies(100, RECORDS.get(0));
    byte[] each = CoderUtils.encodeToByteArray(ListCoder.of(RawRecordCoder.of()), same);
    assertThat(encoded(same).length, is(lessThan(each.length - 98 * "clicks shard-0".length())));
  }

  @Test
  void truncatedBytesAreRejected() throws IOException {
    byte[] whole = encoded(RECORDS);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThrows(
          IOException.class, () -> RawRecordCoder.decodeAll(new ByteArrayInputStream(part)));
    }
  }
}
