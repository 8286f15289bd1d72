package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFramerTest {
  private static List<String> framed(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    RecordFramer framer = new RecordFramer(new ByteArrayInputStream(bytes), 0, Long.MAX_VALUE);
    List<String> records = new ArrayList<>();
    byte[] record = framer.next();
    while (record != null) {
      records.add(new String(record, StandardCharsets.UTF_8));
      record = framer.next();
    }
    return records;
  }

  @Test
  void aLineThatIsNotAnObjectIsOneRecord() throws IOException {
    assertThat(framed("[1,2,3]\nnull\nnot json\n"), is(List.of("[1,2,3]", "null", "not json")));
  }

  @Test
  void textAfterAnObjectMakesTheLineOneRecord() throws IOException {
    assertThat(framed("{\"a\":1} and more"), is(List.of("{\"a\":1} and more")));
  }

  @Test
  void aRecordCutShortDoesNotSwallowTheObjectsAfterIt() throws IOException {
    assertThat(
        framed("{\"a\":1}{\"b\":\"cut{\"c\":1}{\"d\":1}{\"e\":1}"),
        is(List.of("{\"a\":1}", "{\"b\":\"cut{\"c\":1}", "{\"d\":1}", "{\"e\":1}")));
  }

  @Test
  void aBrokenRecordOnALineOfMegabytesCostsAtMostItsNeighbour() throws IOException {
    String good = "{\"id\":\"x\",\"pad\":\"" + "y".repeat(80) + "\"}";
    List<String> objects = new ArrayList<>(Collections.nCopies(30_000, good));
    objects.set(100, "{\"cut\":\"");
    List<String> records = framed(String.join("", objects));
    assertThat(records.stream().filter(good::equals).count(), is(29_998L));
    assertThat(records, hasItem("{\"cut\":\"" + good));
  }

  @Test
  void aLargeRecordOnItsLineStaysWhole() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(2 << 20) + "\"}";
    assertThat(framed(large + "\n{}\n"), is(List.of(large, "{}")));
  }

  @Test
  void aRecordWithoutEndIsEmittedInPiecesAndNothingIsLost() throws IOException {
    String endless = "{\"a\":\"" + "x".repeat(20 << 20);
    List<String> pieces = framed(endless + "\n{\"b\":1}");
    pieces.forEach(
        piece -> assertThat(piece.length(), is(lessThanOrEqualTo(RecordFramer.MAX_FRAME))));
    assertThat(pieces.size(), is(4));
    assertThat(String.join("", pieces), is(endless + "{\"b\":1}"));
  }

  @Test
  void megabytesOfBlanksAreNotARecord() throws IOException {
    assertThat(framed(" ".repeat(20 << 20) + "\n{}"), is(List.of("{}")));
  }
}
