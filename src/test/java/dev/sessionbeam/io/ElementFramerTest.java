package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of arrays is split into their elements, and nothing in it is lost. */
class ElementFramerTest {
  private static final String PRETTY =
      """
      \u00ef\u00bb\u00bf[
        {"a": 1,
         "b": [1, {}]},\r
        {"a":"]},\\"[{"} ,
        "x", 5, null
      ]
      """;

  /** Writes line breaks as slashes, so that a table can hold them. */
  private static List<String> texts(String text) throws IOException {
    List<String> texts = new ArrayList<>();
    byte[] bytes = Framing.bytes(text.replace('/', '\n'));
    ElementFramer framer = new ElementFramer(new ByteArrayInputStream(bytes), 0, false);
    for (byte[] next = framer.next(); next != null; next = framer.next()) {
      assertThat(
          "at its offset",
          Framing.text(bytes).startsWith(Framing.text(next), (int) framer.offset()),
          is(true));
      texts.add((framer.isElement() ? "" : "top ") + Framing.text(next).replace('\n', '/'));
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{"a":1},{"a":2}]                  | {"a":1} ; {"a":2}
          /[/{"a":1}/,/{"a":2}/]/            | {"a":1} ; {"a":2}
          [[1,2],[3]]                        | [1,2] ; [3]
          [{"a":1}][{"a":2}]                 | {"a":1} ; {"a":2}
          [{"a":1}]/{"b":1}/[{"a":2}]        | {"a":1} ; top {"b":1} ; {"a":2}
          []                                 | ``
          [ ]/[/]                            | ``
          [{"a":1},]                         | {"a":1}
          [,{"a":1} {"a":2}]                 | {"a":1} ; {"a":2}
          [{"a":oops},{"a":2}]               | {"a":oops} ; {"a":2}
          [{"a":1},{"a":2                    | {"a":1} ; {"a":2
          [{"a":1},/{"a":/{"a":2}/           | {"a":1} ; {"a":/{"a":2}/
          [{"a":1/,{"a":2},/{"a":3}]         | {"a":1/,{"a":2}, ; {"a":3}
          [{"a":[1}/,{"a":2}]                | {"a":[1} ; {"a":2}
          [{"a":"x/,{"a":2}]                 | {"a":"x ; {"a":2}
          [oops ?,{"a":1}/,{"a":2}]          | oops ?,{"a":1} ; {"a":2}
          [{"a":1}},{"a":2}/,{"a":3}]        | {"a":1}},{"a":2} ; {"a":3}
          [}/{"a":1}]                        | } ; {"a":1}
          [?/[{"a":1}]                       | ? ; {"a":1}
          [1 : 2/3]                          | 1 : 2 ; 3
          [{"a":1,}/,{"a":2}]                | {"a":1,} ; {"a":2}
          """)
  void eachElementIsARecord(String text, String records) throws IOException {
    assertThat(String.join(" ; ", texts(text)), is(records));
  }

  @Test
  void aByteOrderMarkAndWhiteSpaceAreNotPartOfARecord() throws IOException {
    assertThat(
        texts(PRETTY),
        is(
            List.of(
                "{\"a\": 1,/   \"b\": [1, {}]}", "{\"a\":\"]},\\\"[{\"}", "\"x\"", "5", "null")));
  }

  private record Place(long lineOffset, int recordsOfLine, String text) {}

  private static List<Place> places(InputStream in, long offset, int returned) throws IOException {
    ElementFramer framer = new ElementFramer(in, offset, returned > 0);
    List<Place> places = new ArrayList<>();
    for (byte[] next = framer.next(); next != null; next = framer.next()) {
      places.add(new Place(framer.lineOffset(), framer.recordsOfLine(), Framing.text(next)));
    }
    return places;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PRETTY,
        "[[1],[2],[[3]]]\n[[4]]\n{\"b\":[1]}{\"c\":2}\n[{\"a\":1}]",
        "[{\"a\":[1}\n,{\"a\":2},\n[1],?\n[{\"a\":4}]\n]{\"x\":1}"
      })
  void aReaderCanContinueAfterEachRecord(String text) throws IOException {
    byte[] bytes = Framing.bytes(text);
    List<Place> all = places(new ByteArrayInputStream(bytes), 0, 0);
    for (int i = 0; i < all.size(); i++) {
      Place last = all.get(i);
      int offset = (int) last.lineOffset();
      InputStream rest = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
      List<Place> again = places(rest, offset, last.recordsOfLine());
      assertThat(
          "after " + last,
          again.subList(last.recordsOfLine(), again.size()),
          is(all.subList(i + 1, all.size())));
    }
  }

  @Test
  void itDoesNotMatterHowManyBytesAReadReturns() throws IOException {
    Random random = new Random(1);
    byte[] bytes = Framing.bytes(PRETTY);
    List<Place> all = places(new ByteArrayInputStream(bytes), 0, 0);
    for (int i = 0; i < 50; i++) {
      assertThat(places(Framing.inChunks(bytes, random, 3), 0, 0), is(all));
    }
  }

  /** A value that never ends becomes pieces, and what follows its line is read. */
  @Test
  void memoryIsBoundedAndNothingIsLost() throws IOException {
    String endless = "{\"a\":\"" + "x".repeat(2 * RecordFramer.MAX_FRAME + 5);
    byte[] bytes = Framing.bytes("[" + endless + "\n{\"a\":1}]");
    List<Place> all = places(new ByteArrayInputStream(bytes), 0, 0);
    assertThat(all.get(all.size() - 1).text(), is("{\"a\":1}"));
    StringBuilder whole = new StringBuilder();
    for (Place piece : all.subList(0, all.size() - 1)) {
      assertThat(piece.text().length(), is(lessThanOrEqualTo(RecordFramer.MAX_FRAME)));
      assertThat(piece.lineOffset(), is(1L));
      whole.append(piece.text());
    }
    assertThat(whole.toString().equals(endless), is(true));
    Place second = all.get(1);
    InputStream rest = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    List<Place> again = places(rest, 1, second.recordsOfLine());
    assertThat(again.subList(2, again.size()).equals(all.subList(2, all.size())), is(true));
  }

  @Test
  void linesThatAreArraysAreSplitAsObjectsAre() throws IOException {
    String text = "[{\"a\":\"}{\"}][{\"b\":1}]{\"c\":1}\n[{\"d\":\n[1]\n";
    RecordFramer framer =
        new RecordFramer(new ByteArrayInputStream(Framing.bytes(text)), 0, Long.MAX_VALUE, true);
    List<String> records = new ArrayList<>();
    for (byte[] next = framer.next(); next != null; next = framer.next()) {
      records.add(Framing.text(next));
    }
    assertThat(
        records, is(List.of("[{\"a\":\"}{\"}]", "[{\"b\":1}]", "{\"c\":1}", "[{\"d\":", "[1]")));
  }
}
