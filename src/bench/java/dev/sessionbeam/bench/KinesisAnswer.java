package dev.sessionbeam.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORGenerator;

/** Encodes answers of the Kinesis protocol, in its binary form. */
final class KinesisAnswer {
  static final CBORFactory CBOR = new CBORFactory();

  /** The number of records in an answer, which is the most that the reader asks for. */
  static final int RECORDS = 2_000;

  private KinesisAnswer() {}

  /** Writes the fields of an answer. */
  interface Body {
    void write(CBORGenerator out) throws IOException;
  }

  static byte[] encode(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator out = CBOR.createGenerator(bytes)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Returns the text that names a position in a shard. */
  static String iterator(int shard, long position) {
    return shard + ":" + position;
  }

  /**
   * Encodes the answer to a request for records.
   *
   * @param next the text that names the position after these records
   * @param atTheEnd whether the shard has no more records now
   * @param first the sequence number of the first record; the others follow it
   * @param arrival when they arrived, in milliseconds since the epoch
   */
  static byte[] records(
      String next, boolean atTheEnd, long first, long arrival, List<byte[]> records)
      throws IOException {
    return encode(
        out -> {
          out.writeNumberField("MillisBehindLatest", atTheEnd ? 0 : 1);
          out.writeStringField("NextShardIterator", next);
          out.writeArrayFieldStart("Records");
          long number = first;
          for (byte[] record : records) {
            out.writeStartObject();
            out.writeStringField("SequenceNumber", Long.toString(number));
            out.writeNumberField("ApproximateArrivalTimestamp", arrival);
            out.writeBinaryField("Data", record);
            out.writeStringField("PartitionKey", "key");
            out.writeEndObject();
            number++;
          }
          out.writeEndArray();
        });
  }
}
