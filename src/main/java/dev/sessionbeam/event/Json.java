package dev.sessionbeam.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;

/** Jackson, set up for records: strict grammar, bounded depth, every digit of a number kept. */
public final class Json {
  /** How deep a record may nest; deeper ones are refused. Jackson's own default. */
  public static final int MAX_DEPTH = StreamReadConstraints.DEFAULT_MAX_DEPTH;

  // Names are not interned and a hostile set of them cannot fail the parser. A record is at most a
  // mebibyte, which
  // bounds the length of its numbers, strings and names.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
          .configure(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW, false)
          .enable(StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  static final ObjectMapper MAPPER =
      JsonMapper.builder(FACTORY).disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();

  static final ObjectReader EXACT_TREES =
      MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Json() {}

  /**
   * The Jackson tree of a JSON text, numbers with every digit.
   *
   * @throws IOException where the text is no JSON; its message names line and column
   */
  public static JsonNode tree(String json) throws IOException {
    return EXACT_TREES.readTree(json);
  }

  /** Writes JSON, in UTF-8, piece by piece; to be closed. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** A Java string as a JSON string, quotes included. Characters outside ASCII stay as they are. */
  public static byte[] quote(String value) {
    return JsonValue.of(value).toBytes();
  }
}
