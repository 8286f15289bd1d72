package dev.sessionbeam.json;

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

/**
 * Configures Jackson for records: a strict grammar, a maximum depth, and numbers with all their
 * digits.
 */
public final class Json {
  /**
   * The maximum nesting depth of a record. A record with more levels is rejected. The value is
   * Jackson's own default.
   */
  public static final int MAX_DEPTH = StreamReadConstraints.DEFAULT_MAX_DEPTH;

  // Names are not interned, and names with colliding hash codes cannot make the parser fail. A
  // record is at most 1 MiB, which limits the length of its numbers, strings and names.
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

  private static final ObjectReader WHOLE_TEXTS =
      EXACT_TREES.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * Parses a JSON text into a Jackson tree that keeps every digit of the numbers.
   *
   * @throws IOException if the text is not one JSON value; its message names line and column
   */
  public static JsonNode tree(String json) throws IOException {
    return WHOLE_TEXTS.readTree(json);
  }

  /** Returns a generator that writes JSON to a stream, in UTF-8. The caller must close it. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /**
   * Encodes a Java string as a JSON string in UTF-8, quotes included. Characters outside ASCII are
   * not escaped.
   */
  public static byte[] quote(String value) {
    return JsonValue.of(value).toBytes();
  }
}
