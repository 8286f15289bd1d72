package dev.sessionbeam.io;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class RecordSplitterProperties {
  @Provide
  Arbitrary<List<String>> data() {
    Arbitrary<String> noise =
        Arbitraries.strings().withChars("{}[]\"\\ \n\rax\u0080").ofMaxLength(12);
    Arbitrary<String> objects =
        Arbitraries.of("{\"a\":1}", "{\"a\":{}}{\"b\":2}", "{\n}", "{}\r\n", "{\"a\":\"}{\"}");
    return Arbitraries.oneOf(noise, objects).list().ofMaxSize(8);
  }

  /** So a reader of an archive gets the records that were written to it. */
  @Property(tries = 2_000)
  void recordsThatAreLinesAreReadUnchangedFromAFile(@ForAll("data") List<String> data)
      throws IOException {
    List<String> lines = new ArrayList<>();
    int others = 0;
    for (String latin : data) {
      for (byte[] record : RecordSplitter.of(Framing.bytes(latin))) {
        if (RecordSplitter.isLine(record)) {
          lines.add(Framing.text(record));
        } else {
          others++;
        }
      }
    }
    assertThat(
        Framing.texts(lines.stream().map(line -> line + "\n").reduce("", String::concat)),
        is(lines));
    Statistics.collect(others == 0 ? "lines only" : "others too");
    Statistics.coverage(
        coverage -> {
          coverage.check("lines only").percentage(p -> p > 10);
          coverage.check("others too").percentage(p -> p > 10);
        });
  }
}
