package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Records in a record are those that were put into it, byte for byte, however they were put. */
class UnwrapRecordProperties {
  private static final List<String> BLANKS = List.of("", " ", "\n", "\r\n\t ");

  @Provide
  Arbitrary<List<String>> records() {
    Arbitrary<String> values =
        Arbitraries.of(
            "1.0",
            "12345678901234567890",
            "\"]},{[\"",
            "\"\\\"\\\\\"",
            "\"\\u00e9\u00e9\ud83d\ude00\"",
            "[[],{\"b\":[null]}]",
            "{\"batch\":[{\"a\":1}]}",
            " { } ");
    return values.map(value -> "{\"a\" :" + value + "}").list().ofMaxSize(12);
  }

  private static String pick(Random random) {
    return BLANKS.get(random.nextInt(BLANKS.size()));
  }

  /** An element that holds a record: as JSON or as a string, perhaps below a name. */
  private static String element(String record, boolean nested, Random random) {
    String written = random.nextBoolean() ? record : new String(Json.quote(record), UTF_8);
    return nested ? "{\"x\":[1],\"message\"" + pick(random) + ":" + written + "}" : written;
  }

  @Property(tries = 500)
  void theyComeOutAsTheyWent(
      @ForAll("records") List<String> records, @ForAll boolean nested, @ForAll Random random)
      throws RecordRejectedException {
    List<String> elements = new ArrayList<>();
    for (String record : records) {
      elements.add(pick(random) + element(record, nested, random) + pick(random));
    }
    String array = "[" + (records.isEmpty() ? pick(random) : String.join(",", elements)) + "]";
    String outer = "{\"z\":{\"events\":2}," + pick(random) + "\"events\":" + array + "}";
    FieldPath path = FieldPath.of(nested ? "events.message" : "events");
    requireSame(records, path, outer);
    if (!nested) {
      requireSame(records, path, pick(random) + array + pick(random));
    }
  }

  private static void requireSame(List<String> records, FieldPath path, String outer)
      throws RecordRejectedException {
    UnwrapRecord.Unwrapped unwrapped =
        new UnwrapRecord(path).of(new RawRecord(outer.getBytes(UTF_8), new FileOrigin("f", 0)));
    assertThat(outer, unwrapped.rejected(), is(List.of()));
    assertThat(outer, unwrapped.records().stream().map(TestEvents::text).toList(), is(records));
  }
}
