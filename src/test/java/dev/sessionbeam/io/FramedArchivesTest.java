package dev.sessionbeam.io;

import static dev.sessionbeam.io.Framing.bytes;
import static dev.sessionbeam.io.Framing.texts;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramedArchivesTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n", " ", "\r\n", " \t\r\n \u000b\f\n"})
  void blankLinesAreNotRecords(String text) throws Exception {
    assertThat(texts(text), is(empty()));
  }

  @Test
  void onlyTheLineEndIsRemoved() throws Exception {
    assertThat(texts(" {\"a\":1} \r\r\n{}\n"), contains(" {\"a\":1} ", "{}"));
    assertThat(texts("{\"a\":1}\r{}"), contains("{\"a\":1}", "{}"));
    assertThat(texts("a\rb\n"), contains("a\rb"));
  }

  @Test
  void aLineThatIsNotAnObjectIsOneRecord() throws Exception {
    assertThat(texts("[{\"a\":1},{}]\nnull\n{]\n"), contains("[{\"a\":1},{}]", "null", "{]"));
    assertThat(texts("{\"a\":1} and more\n{}\n"), contains("{\"a\":1} and more", "{}"));
    assertThat(texts("{}}\n{}"), contains("{}}", "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"0\",\"x\":{\"y\":1}",
        "{\"id\":\"0",
        "{\"id\":\"0\",\"x\":[1,",
        "{\"id\":\"0\\",
        "{\"id\":\"0\",",
        "{"
      })
  void aTruncatedRecordDoesNotSwallowTheGoodOnesAfterIt(String truncated) throws Exception {
    // The record directly after it cannot be separated from it; the others can.
    String a = "{\"id\":\"a\",\"x\":{\"y\":[{}]}}";
    String b = "{\"id\":\"b\",\"x\":1.0}";
    String c = "{\"id\":\"c\"}";
    assertThat(texts(c + truncated + a + b + c + "\n" + b), hasItems(c, b));
    List<String> found = texts(a + truncated + "}" + b + c + "\n" + a);
    assertThat(found.subList(found.size() - 3, found.size()), contains(b, c, a));
    assertThat(found.get(0), is(a));
  }

  @Test
  void aTruncatedLastRecordOfAFileIsARecord() throws Exception {
    assertThat(texts("{\"a\":1}{\"b\":2}{\"c\":"), contains("{\"a\":1}", "{\"b\":2}", "{\"c\":"));
    assertThat(texts("{\"a\":1}\n{\"c\":\"x"), contains("{\"a\":1}", "{\"c\":\"x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 18, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 2 << 20, 8 << 20})
  void aLargeRecordAndItsNeighboursStayWhole(int size) throws Exception {
    String large = "{\"a\":\"" + "x".repeat(size - 8) + "\"}";
    assertThat(large.length(), is(size));
    List<String> lines = texts("{\"b\":1}\n" + large + "\r\n{\"c\":2}\n");
    assertThat(lines.equals(List.of("{\"b\":1}", large, "{\"c\":2}")), is(true));
    if (size <= 1 << 20) {
      List<String> onOneLine = texts("{\"b\":1}" + large + "{\"c\":2}\n");
      assertThat(onOneLine.equals(List.of("{\"b\":1}", large, "{\"c\":2}")), is(true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{", "}", "{\"a\":\""})
  void aLineWithoutEndIsEmittedInPiecesAndNothingIsLost(String unit) throws Exception {
    byte[] line = bytes(unit.repeat((20 << 20) / unit.length()));
    RecordFramer framer = new RecordFramer(new ByteArrayInputStream(line), 0, Long.MAX_VALUE);
    int length = 0;
    for (byte[] piece = framer.next(); piece != null; piece = framer.next()) {
      assertThat(piece.length, is(lessThanOrEqualTo(RecordFramer.MAX_FRAME)));
      assertThat(framer.offset(), is((long) length));
      int end = length + piece.length;
      assertThat(Arrays.equals(piece, Arrays.copyOfRange(line, length, end)), is(true));
      length = end;
    }
    assertThat(length, is(line.length));
    assertThat(framer.position(), is((long) line.length));
  }

  @Test
  void aVeryLongBlankLineIsNotARecord() throws Exception {
    String blanks = " ".repeat(2 * RecordFramer.MAX_FRAME + 7);
    assertThat(texts(blanks + "\n{\"a\":1}").equals(List.of("{\"a\":1}")), is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", ":\"x", "}", "{", "\\", "]"})
  void aBrokenObjectOnALineOfMegabytesCostsAtMostTwoRecords(String fault) throws Exception {
    List<String> records = new ArrayList<>();
    for (int i = 0; records.size() * 60 < 3_000_000; i++) {
      records.add(
          String.format(
              Locale.ROOT, "{\"id\":\"%08d\",\"nested\":{\"list\":[1,{}]},\"s\":\"\\\"\"}", i));
    }
    int middle = records.size() / 2;
    List<String> sent = new ArrayList<>(records);
    sent.set(middle, new StringBuilder(records.get(middle)).insert(9, fault).toString());
    byte[] archive = Framing.concat(sent);

    List<String> found = texts(archive);
    assertThat(Arrays.equals(Framing.concat(found), archive), is(true));
    Set<String> lost = new HashSet<>(records);
    found.forEach(lost::remove);
    assertThat(lost.contains(records.get(middle)), is(true));
    assertThat("lost of " + records.size(), lost.size(), is(lessThanOrEqualTo(2)));
  }
}
