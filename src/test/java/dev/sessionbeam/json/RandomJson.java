package dev.sessionbeam.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random JSON object: names and values as Jackson writes them, in one of several styles, with
 * random white space between them.
 */
final class RandomJson {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\r\n");
  private static final List<ObjectWriter> WRITERS =
      List.of(
          PLAIN.writer(),
          PLAIN.writer(new DefaultPrettyPrinter()),
          PLAIN.writer(new DefaultPrettyPrinter().withArrayIndenter(LINES)),
          PLAIN.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII),
          JsonMapper.builder()
              .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
              .build()
              .writer());

  private static final String[] NAMES = {
    "a", "b", "\u00e9", "a\"}", "x\\", "", "\uD83D\uDE00", "n"
  };
  private static final String[] PIECES = {
    "a",
    "}{",
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\u00e9",
    "\u2028",
    "\uD83D\uDE00",
    "{",
    "[",
    " ",
    "\u0001"
  };
  private static final String[] BLANKS = {"", "", "", " ", "\t", "\n", "\r\n", "  "};

  private final Random random;

  /** The text of the object. */
  final String text;

  /**
   * The same object as it must be written: one line, without white space around its top-level
   * tokens.
   */
  final String line;

  RandomJson(Random random) throws JsonProcessingException {
    this.random = random;
    Map<String, String[]> fields = new LinkedHashMap<>();
    StringBuilder written = new StringBuilder(blank()).append('{').append(blank());
    int size = random.nextInt(7);
    for (int i = 0; i < size; i++) {
      String name = NAMES[random.nextInt(NAMES.length)];
      String nameText = write(name);
      String valueText = write(value(3));
      written.append(i == 0 ? "" : ",").append(blank()).append(nameText).append(blank());
      written.append(':').append(blank()).append(valueText).append(blank());
      fields.computeIfAbsent(name, n -> new String[] {nameText, ""})[1] = valueText;
    }
    text = written.append('}').append(blank()).toString();
    List<String> members = new ArrayList<>();
    fields.values().forEach(field -> members.add(field[0] + ":" + field[1]));
    line = "{" + String.join(",", members).replace('\n', ' ').replace('\r', ' ') + "}";
  }

  private String blank() {
    return BLANKS[random.nextInt(BLANKS.length)];
  }

  private String write(Object value) throws JsonProcessingException {
    return WRITERS.get(random.nextInt(WRITERS.size())).writeValueAsString(value);
  }

  private Object value(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> string();
      case 1 ->
          new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(60) - 30);
      case 2 -> new BigInteger(random.nextInt(200), random).negate();
      case 3 -> random.nextBoolean();
      case 4 -> PLAIN.nullNode();
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(string(), value(depth - 1));
        }
        yield map;
      }
    };
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      string.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return string.toString();
  }
}
