package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class EscapedStringProperties {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String[] PIECES = {
    "a",
    "plain text",
    "\u00e9",
    "\uD83D\uDE00",
    "\\\"",
    "\\\\",
    "\\/",
    "\\b",
    "\\f",
    "\\n",
    "\\r",
    "\\t",
    "\\u00e9",
    "\\u00E9",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\ude00",
    "\\uFFFF"
  };

  private static String decode(String json) {
    byte[] text = json.getBytes(UTF_8);
    return EscapedString.decode(text, 1, text.length - 1);
  }

  @Property
  void aStringIsDecodedAsByJackson(@ForAll Random random) throws IOException {
    StringBuilder json = new StringBuilder("\"");
    for (int left = random.nextInt(8); left > 0; left--) {
      json.append(PIECES[random.nextInt(PIECES.length)]);
    }
    String text = json.append('"').toString();
    assertThat(text, decode(text), is(JACKSON.readValue(text, String.class)));
  }

  @Example
  void halfOfASurrogatePairStays() {
    assertThat(decode("\"a\\ud83db\""), is("a\uD83Db"));
  }
}
