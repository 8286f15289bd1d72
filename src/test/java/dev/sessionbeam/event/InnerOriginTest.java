package dev.sessionbeam.event;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The position of a record inside another record is kept, and encoded without repetition. */
class InnerOriginTest {
  private static final Origin FILE = new FileOrigin("a.jsonl", 7);
  private static final Origin SHARD = new KinesisOrigin("s", "shard-0", "4711", 0, "key", 99);

  private static RawRecord record(Origin origin) {
    return new RawRecord(new byte[] {1}, origin);
  }

  private static byte[] encoded(List<RawRecord> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RawRecordCoder.encodeAll(records, out);
    return out.toByteArray();
  }

  @Test
  void everyMixOfOriginsIsDecoded() throws IOException {
    List<RawRecord> records =
        List.of(
            record(InnerOrigin.ofRecord(FILE, 0)),
            record(InnerOrigin.ofRecord(FILE, 1)),
            record(FILE),
            record(InnerOrigin.ofRecord(FILE, 99_999)),
            record(new FileOrigin("a.jsonl", 8)),
            record(new InnerOrigin(FILE, 3, 0)),
            record(new InnerOrigin(FILE, 4, 2)),
            record(SHARD),
            record(InnerOrigin.ofRecord(SHARD, 5)),
            record(new KinesisOrigin("s", "shard-0", "4712", 1, "", -1)),
            record(InnerOrigin.ofRecord(FILE, 6)));
    assertThat(RawRecordCoder.decodeAll(new ByteArrayInputStream(encoded(records))), is(records));
    for (RawRecord record : records) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RawRecordCoder.of().encode(record, out);
      assertThat(
          RawRecordCoder.of().decode(new ByteArrayInputStream(out.toByteArray())), is(record));
    }
  }

  @Test
  void theOuterOriginIsEncodedOnce() throws IOException {
    List<RawRecord> one = List.of(record(InnerOrigin.ofRecord(SHARD, 0)));
    List<RawRecord> two =
        List.of(record(InnerOrigin.ofRecord(SHARD, 0)), record(InnerOrigin.ofRecord(SHARD, 1)));
    assertThat(encoded(two).length - encoded(one).length, is(lessThan(7)));
  }

  @Test
  void theArrivalIsThatOfTheOuterRecord() {
    assertThat(InnerOrigin.ofRecord(SHARD, 0).arrivalMillis(), is(99L));
  }

  @Test
  void recordsAreUnwrappedOnce() {
    Origin inner = InnerOrigin.ofRecord(FILE, 0);
    assertThrows(IllegalArgumentException.class, () -> InnerOrigin.ofRecord(inner, 0));
  }
}
