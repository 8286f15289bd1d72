package dev.sessionbeam.failure;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a record's origin and bytes as fields of an envelope. */
public final class EnvelopeWriter {
  /** The field of the source that holds the index of a record inside another record. */
  static final String INNER = "inner";

  /** The same if {@code raw} is the whole element of the array. */
  static final String ELEMENT = "element";

  /** How many names of {@code unwrap} lead from that element to the record. */
  static final String LEVELS = "levels";

  /** The most bytes of JSON text that one byte of a record becomes: {@code \\u0001}. */
  private static final int ESCAPED_BYTES = 6;

  /**
   * More than all fields other than the record need, if the record has the largest size: the
   * message has no text of it then, and the names of a source are short.
   */
  private static final int OTHER_FIELDS_BYTES = 1 << 16;

  /** The largest size of an envelope, in bytes. A reader of envelopes must accept that size. */
  public static final int MAX_BYTES = ESCAPED_BYTES * RawRecord.MAX_BYTES + OTHER_FIELDS_BYTES;

  private EnvelopeWriter() {}

  /**
   * Adds the field {@code source}, and the field {@code raw}. If the bytes are not UTF-8 or are too
   * many, adds {@code raw_base64} instead of {@code raw}.
   *
   * @param mostTextBytes the largest record, in bytes, that is written as text
   */
  public static void put(RawRecord record, Map<String, Object> fields, int mostTextBytes) {
    fields.put("source", source(record.origin()));
    if (record.bytes().length > mostTextBytes) {
      putBase64(fields, record.bytes());
    } else {
      putRaw(fields, record.bytes());
    }
  }

  private static Map<String, Object> source(Origin origin) {
    Map<String, Object> source = new LinkedHashMap<>();
    if (origin instanceof FileOrigin file) {
      source.put("file", file.file());
      source.put("offset", file.offset());
    } else if (origin instanceof KinesisOrigin kinesis) {
      source.put("stream", kinesis.stream());
      source.put("shard", kinesis.shard());
      source.put("sequence_number", kinesis.sequenceNumber());
      source.put("part", kinesis.part());
      source.put("partition_key", kinesis.partitionKey());
      source.put("arrival", kinesis.arrival());
    } else if (origin instanceof InnerOrigin inner) {
      source.putAll(source(inner.outer()));
      source.put(inner.isElement() ? ELEMENT : INNER, inner.index());
      if (inner.isElement()) {
        source.put(LEVELS, inner.levels());
      }
    }
    return source;
  }

  private static void putRaw(Map<String, Object> fields, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      fields.put("raw", text);
    } catch (CharacterCodingException e) {
      putBase64(fields, bytes);
    }
  }

  private static void putBase64(Map<String, Object> fields, byte[] bytes) {
    fields.put("raw_base64", Base64.getEncoder().encodeToString(bytes));
  }
}
