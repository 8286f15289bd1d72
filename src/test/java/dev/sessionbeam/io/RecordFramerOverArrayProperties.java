package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** An array that is split in place gives the same records as a stream of the same bytes. */
class RecordFramerOverArrayProperties {
  /** A record, and where it is according to the framer. */
  private record Position(int from, int length, long line, int ofLine, long position) {}

  @Provide
  Arbitrary<String> data() {
    Arbitrary<String> noise =
        Arbitraries.strings().withChars("{}[]\"\\ \t\n\rax\u0080").ofMaxLength(12);
    Arbitrary<String> objects =
        Arbitraries.of(
            "{\"a\":1}",
            "{\"a\":{}}{\"b\":2}",
            "{\n}",
            "{}\r\n",
            "{\"a\":\"}{\"}",
            "{\"a\":1}[{\"b\":2}]",
            "{\"a\":[[1],[]]} [1]");
    return Arbitraries.oneOf(noise, objects).list().ofMaxSize(8).map(all -> String.join("", all));
  }

  @Property(tries = 3_000)
  void anArrayGivesTheSameRecordsAsAStreamInSmallReads(
      @ForAll("data") String latin, @ForAll boolean unwraps, @ForAll Random random)
      throws IOException {
    byte[] bytes = Framing.bytes(latin);
    int records = assertSame(bytes, unwraps, random, 5);
    Statistics.collect(records > 1 ? "several" : records == 1 ? "one" : "none");
    Statistics.coverage(
        coverage -> {
          coverage.check("several").percentage(p -> p > 10);
          coverage.check("one").percentage(p -> p > 5);
          coverage.check("none").count(n -> n > 10);
        });
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.of(
        RecordFramer.MAX_OBJECT - 1,
        RecordFramer.MAX_OBJECT,
        RecordFramer.MAX_OBJECT + 1,
        RecordFramer.MAX_OBJECT + 2,
        RecordFramer.MAX_FRAME,
        RecordFramer.MAX_FRAME + 2);
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("", "\"}", "\"}\n", "\"}\r\n", "\"}{}", "\"} {\"b\":", "\"}\n{\"b\":2}");
  }

  /** The length is that of the first object, including the two bytes that close it. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void anArrayAtTheLimitsOfAFrameGivesTheSameRecordsAsAStream(
      @ForAll("lengths") int length, @ForAll("ends") String end) throws IOException {
    String start = "{\"a\":\"";
    byte[] bytes = Framing.bytes(start + "x".repeat(length - start.length() - 2) + end);
    assertSame(bytes, false, new Random(length), 1 << 17);
  }

  private static int assertSame(byte[] bytes, boolean unwraps, Random random, int largestRead)
      throws IOException {
    byte[] given = bytes.clone();
    List<Position> ofStream =
        positions(
            new RecordFramer(
                Framing.inChunks(bytes, random, largestRead), 0, Long.MAX_VALUE, unwraps),
            bytes);
    assertThat(positions(RecordFramer.over(given, unwraps), bytes), is(ofStream));
    assertThat("the array is unchanged", Arrays.equals(given, bytes), is(true));
    boolean isLine = ofStream.size() == 1 && ofStream.get(0).length() == bytes.length;
    assertThat("isLine", RecordSplitter.isLine(given, unwraps), is(isLine));
    return ofStream.size();
  }

  private static List<Position> positions(RecordFramer framer, byte[] bytes) throws IOException {
    List<Position> positions = new ArrayList<>();
    for (byte[] record = framer.next(); record != null; record = framer.next()) {
      int from = (int) framer.offset();
      assertThat(
          Arrays.equals(record, 0, record.length, bytes, from, from + record.length), is(true));
      positions.add(
          new Position(
              from, record.length, framer.lineOffset(), framer.recordsOfLine(), framer.position()));
    }
    assertThat("all was read", framer.position(), is((long) bytes.length));
    return positions;
  }
}
