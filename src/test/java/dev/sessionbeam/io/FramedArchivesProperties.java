package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.io.Framing.Framed;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class FramedArchivesProperties {
  private static final String[] STRINGS = {
    "",
    "a",
    "}{",
    "}",
    "{",
    "\\\"",
    "\\\\",
    "\\\\\\\"}{",
    "]}",
    "[",
    " ",
    "\\n",
    "\u00c3\u00a9",
    "} {"
  };
  private static final String[] BETWEEN_OBJECTS = {"", "", " ", "\t", "  \t", "\r"};
  private static final String[] LINE_ENDS = {"\n", "\n", "\r\n", "\n\n", "\n \t\n", "\r\n\r\n"};

  /** Records, and the archive into which they were written. */
  private record Archive(byte[] bytes, List<Framed> records) {}

  private static Archive archive(Random random) {
    StringBuilder text = new StringBuilder();
    List<Framed> records = new ArrayList<>();
    int size = random.nextInt(12);
    boolean afterObject = false;
    for (int i = 0; i < size; i++) {
      boolean object = random.nextInt(8) > 0;
      if (i > 0) {
        boolean onOneLine = afterObject && object && random.nextBoolean();
        text.append(one(onOneLine ? BETWEEN_OBJECTS : LINE_ENDS, random));
      }
      String record = object ? object(random, 3) : one(NOT_OBJECTS, random);
      records.add(new Framed(text.length(), record));
      text.append(record);
      afterObject = object;
    }
    if (size > 0 && random.nextBoolean()) {
      text.append(one(LINE_ENDS, random));
    }
    return new Archive(Framing.bytes(text.toString()), records);
  }

  private static final String[] NOT_OBJECTS = {
    "no json", "[1,{\"a\":2}]", "42", "\"x", "]", "\u00ff"
  };

  private static String object(Random random, int depth) {
    StringBuilder object = new StringBuilder("{");
    int size = random.nextInt(4);
    for (int i = 0; i < size; i++) {
      object.append(i == 0 ? "" : ",").append(string(random)).append(':');
      object.append(value(random, depth));
    }
    return object.append('}').toString();
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 4)) {
      case 0 -> string(random);
      case 1 -> " -1.5e3 ";
      case 2 -> object(random, depth - 1);
      default -> "[" + value(random, depth - 1) + "," + object(random, depth - 1) + "]";
    };
  }

  private static String string(Random random) {
    return "\"" + one(STRINGS, random) + one(STRINGS, random) + "\"";
  }

  private static String one(String[] choices, Random random) {
    return choices[random.nextInt(choices.length)];
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void recordsAreReadByteForByteHoweverTheyWereWritten(@ForAll Random random) throws Exception {
    Archive archive = archive(random);
    assertThat(Framing.frames(archive.bytes()), is(archive.records()));
    assertThat(
        Framing.frames(
            Framing.inChunks(archive.bytes(), random, 1 + random.nextInt(20)), 0, Long.MAX_VALUE),
        is(archive.records()));
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void offsetsCountFromTheStartOfTheStream(@ForAll Random random) throws Exception {
    Archive archive = archive(random);
    long start = 1L << 40;
    List<Framed> moved =
        archive.records().stream()
            .map(record -> new Framed(start + record.offset(), record.text()))
            .toList();
    assertThat(
        Framing.frames(new ByteArrayInputStream(archive.bytes()), start, Long.MAX_VALUE),
        is(moved));
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void noBytesAreLostExceptLineBreaksAndBlanks(@ForAll Random random) throws Exception {
    StringBuilder any = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      any.append("{}{}\"\"\\[]:,a \t\r\n".charAt(random.nextInt(16)));
    }
    byte[] bytes = Framing.bytes(any.toString());
    List<Framed> frames = Framing.frames(bytes);
    StringBuilder found = new StringBuilder();
    for (Framed frame : frames) {
      int start = (int) frame.offset();
      assertThat(any.substring(start, start + frame.text().length()), is(frame.text()));
      found.append(frame.text());
    }
    assertThat(withoutBlanks(found.toString()), is(withoutBlanks(any.toString())));
    assertThat(Framing.frames(Framing.inChunks(bytes, random, 3), 0, Long.MAX_VALUE), is(frames));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("[ \t\r\n]", "");
  }
}
