package dev.sessionbeam.sink;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.JsonValue;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refused record to the line that keeps it: why, where it came from, and its bytes. SEMANTICS,
 * section 4.
 */
public final class FormatRefused {
  private FormatRefused() {}

  /**
   * The line for {@code invalid/}, or for {@code late/} where lateness is the reason.
   *
   * @param today the date of processing, UTC
   */
  public static Lines format(Refused refused, LocalDate today) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", refused.reason().code());
    fields.put("stage", refused.stage().code());
    fields.put("message", refused.message());
    String field = refused.field();
    if (field != null) {
      fields.put("field", field);
    }
    fields.put("source", source(refused.record().origin()));
    putRaw(fields, refused.record().bytes());
    Dataset dataset = refused.reason() == Reason.LATE ? Dataset.LATE : Dataset.INVALID;
    return Lines.of(dataset, "date=" + today, JsonValue.of(fields).toBytes());
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
    }
    return source;
  }

  private static void putRaw(Map<String, Object> fields, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      fields.put("raw", text);
    } catch (CharacterCodingException e) {
      fields.put("raw_base64", Base64.getEncoder().encodeToString(bytes));
    }
  }
}
