package dev.sessionbeam.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class JsonObjectProperties {
  private static final String BYTES =
      "{}[]\",:\\ \n\r\t0123456789eE.+-truefalsn/u\u0001\u00c3\u00a9";

  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void anObjectThatNothingChangesComesOutAsItWentIn(@ForAll Random random) throws Exception {
    RandomJson json = new RandomJson(random);
    JsonObject object = JsonObject.parse(json.text.getBytes(UTF_8));
    assertThat(object, hasToString(json.line));
    assertThat(EXACT.readTree(object.toBytes()), is(EXACT.readTree(json.text)));
    assertThat(JsonObject.parse(object.toBytes()), hasToString(json.line));
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void aNewFieldDoesNotChangeOtherFields(@ForAll Random random) throws Exception {
    RandomJson json = new RandomJson(random);
    JsonObject changed =
        JsonObject.parse(json.text.getBytes(UTF_8))
            .with(FieldPath.of("new.field"), JsonValue.ofText("1.0"));
    String last = "\"new\":{\"field\":1.0}}";
    String separator = json.line.equals("{}") ? "" : ",";
    assertThat(
        changed, hasToString(json.line.substring(0, json.line.length() - 1) + separator + last));
    assertThat(changed.without(FieldPath.of("new")), hasToString(json.line));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void bytesAreRejectedIfAndOnlyIfJacksonRejectsThem(@ForAll Random random) throws Exception {
    byte[] bytes = new RandomJson(random).text.getBytes(UTF_8);
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes = mutated(bytes, random);
    }
    boolean read = isRead(bytes);
    if (bytes.length > 0 && bytes[0] == '{' && isUtf8WithoutNul(bytes)) {
      assertThat(new String(bytes, UTF_8), read, is(isReadByJackson(bytes)));
    }
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void theScannerAndJacksonReadTheSameObject(@ForAll Random random) throws Exception {
    byte[] bytes = new RandomJson(random).text.getBytes(UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes = mutated(bytes, random);
    }
    JsonScanner scanner = JsonScanner.of(bytes);
    if (!scanner.scan() || !isUtf8WithoutNul(bytes)) {
      return;
    }
    JsonObject scanned = JsonObject.of(bytes, scanner);
    JsonObject read = JsonObjectParser.byJackson(bytes);
    assertThat(scanned == null, is(!read.repeated().isEmpty()));
    if (scanned == null) {
      return;
    }
    assertThat(scanned, hasToString(read.toString()));
    for (String name : List.of("a", "b", "é", "none")) {
      FieldPath path = FieldPath.of(name);
      // Twice, because the first lookup is remembered.
      assertThat(String.valueOf(scanned.get(path)), is(String.valueOf(read.get(path))));
      assertThat(String.valueOf(scanned.get(path)), is(String.valueOf(read.get(name))));
    }
    assertThat(
        scanned.with(FieldPath.of("a"), JsonValue.ofText("1")),
        hasToString(read.with(FieldPath.of("a"), JsonValue.ofText("1")).toString()));
    assertThat(
        scanned.without(FieldPath.of("a")),
        hasToString(read.without(FieldPath.of("a")).toString()));
  }

  @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
  void aPartOfABufferIsReadAsIfItWereAlone(@ForAll Random random) throws Exception {
    byte[] bytes = new RandomJson(random).text.getBytes(UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes = mutated(bytes, random);
    }
    byte[] next = new RandomJson(random).text.getBytes(UTF_8);
    int start = random.nextInt(next.length + 1);
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    buffer.write(next, 0, start);
    buffer.writeBytes(bytes);
    buffer.writeBytes(next);
    byte[] part = bytes;
    assertThat(
        textOrFault(() -> JsonObject.parse(buffer.toByteArray(), start, start + part.length)),
        is(textOrFault(() -> JsonObject.parse(part))));
  }

  private static String textOrFault(Callable<JsonObject> read) throws Exception {
    try {
      JsonObject object = read.call();
      return object + " with another a: " + object.with(FieldPath.of("a"), JsonValue.of(1));
    } catch (JsonSyntaxException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    int cut = Math.min(bytes.length - at, random.nextInt(3));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    for (int i = random.nextInt(3); i > 0; i--) {
      boolean any = random.nextInt(10) == 0;
      out.write(any ? random.nextInt(256) : BYTES.charAt(random.nextInt(BYTES.length())));
    }
    out.write(bytes, at + cut, bytes.length - at - cut);
    return out.toByteArray();
  }

  private static boolean isRead(byte[] bytes) {
    try {
      JsonObject object = JsonObject.parse(bytes);
      JsonObject again = JsonObject.parse(object.toBytes());
      assertThat(again, hasToString(object.toString()));
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }

  private static boolean isReadByJackson(byte[] bytes) throws IOException {
    try {
      STRICT.readTree(bytes);
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isUtf8WithoutNul(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).chars().noneMatch(c -> c == 0);
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
