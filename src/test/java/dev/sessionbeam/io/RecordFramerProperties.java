package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records that are written in any of the ways of archives are read as they were written. */
class RecordFramerProperties {
  private static final List<String> BETWEEN_OBJECTS = List.of("", " ", "\t ");
  private static final List<String> BREAKS = List.of("\n", "\r\n", "\n\n", "\n  \n");

  @Provide
  Arbitrary<List<String>> objects() {
    Arbitrary<String> values =
        Arbitraries.of(
            "1",
            "{}",
            "[]",
            "[{},{\"x\":1}]",
            "\"}{\"",
            "\"\\\\\"",
            "\"\\\"}{\"",
            "\"]\"",
            "{\"b\":{\"c\":[1]}}",
            "\"\u00e9\"",
            "\"" + "long ".repeat(60) + "\"");
    return values.map(value -> "{\"a\":" + value + "}").list().ofMaxSize(12);
  }

  @Property(tries = 1_000)
  void recordsAreReadAsTheyWereWritten(
      @ForAll("objects") List<String> objects, @ForAll Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String object : objects) {
      boolean onOneLine = random.nextBoolean();
      text.append(object).append(pick(onOneLine ? BETWEEN_OBJECTS : BREAKS, random));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(stripped(framed(bytes, 0, Long.MAX_VALUE, random)), is(objects));
  }

  @Property(tries = 300)
  void slicesReadEachLineOnceWhereverTheyAreCut(
      @ForAll("objects") List<String> objects, @ForAll Random random) throws IOException {
    StringBuilder text = new StringBuilder();
    objects.forEach(
        object -> text.append(object).append(random.nextInt(4) == 0 ? "" : pick(BREAKS, random)));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    List<String> read = new ArrayList<>(framed(bytes, 0, cut, random));
    int second = cut;
    while (second > 0 && second < bytes.length && bytes[second - 1] != '\n') {
      second++;
    }
    if (cut == 0 || second < bytes.length) {
      read.addAll(framed(bytes, second, bytes.length, random));
    }
    assertThat(stripped(read), is(objects));
  }

  @Property(tries = 300)
  void noByteIsLostWhateverTheBytesAre(@ForAll byte[] noise, @ForAll Random random)
      throws IOException {
    String letters = "{}[]\"\\ \n\rax";
    byte[] bytes = new byte[noise.length];
    for (int i = 0; i < noise.length; i++) {
      bytes[i] = (byte) letters.charAt(Math.floorMod(noise[i], letters.length()));
    }
    StringBuilder all = new StringBuilder();
    framed(bytes, 0, Long.MAX_VALUE, random).forEach(all::append);
    String text = new String(bytes, StandardCharsets.US_ASCII);
    assertThat(all.toString().replaceAll("\\s", ""), is(text.replaceAll("\\s", "")));
  }

  private static List<String> stripped(List<String> records) {
    return records.stream().map(String::strip).toList();
  }

  private static String pick(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The records of the bytes from a position on. The bytes arrive in portions of random size. */
  private static List<String> framed(byte[] bytes, int from, long stopAt, Random random)
      throws IOException {
    InputStream in =
        new ByteArrayInputStream(bytes, from, bytes.length - from) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 1 + random.nextInt(40)));
          }
        };
    RecordFramer framer = new RecordFramer(in, from, stopAt);
    List<String> records = new ArrayList<>();
    byte[] record = framer.next();
    while (record != null) {
      assertThat(
          new String(record, StandardCharsets.UTF_8),
          is(new String(bytes, (int) framer.offset(), record.length, StandardCharsets.UTF_8)));
      records.add(new String(record, StandardCharsets.UTF_8));
      record = framer.next();
    }
    return records;
  }
}
