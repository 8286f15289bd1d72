package dev.sessionbeam.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.sameInstance;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {
  private static List<String> records(String data) {
    return RecordSplitter.of(data.getBytes(UTF_8)).stream()
        .map(record -> new String(record, UTF_8))
        .toList();
  }

  @Test
  void oneObjectIsOneRecord() {
    assertThat(records("{\"a\":1}"), contains("{\"a\":1}"));
    assertThat("Firehose's line break", records("{\"a\":1}\n"), contains("{\"a\":1}"));
  }

  @Test
  void anObjectOverSeveralLinesIsOneRecord() {
    assertThat(records("{\n \"a\":\n 1}\n"), contains("{\n \"a\":\n 1}\n"));
  }

  @Test
  void objectsOnOneLineAreSplit() {
    assertThat(
        records("{\"a\":1}{\"b\":2} {\"c\":3}"), contains("{\"a\":1}", "{\"b\":2}", "{\"c\":3}"));
  }

  @Test
  void linesAreSplit() {
    assertThat(records("{\"a\":1}\n\n{\"b\":2}\r\nx"), contains("{\"a\":1}", "{\"b\":2}", "x"));
  }

  @Test
  void dataThatIsNotJsonStaysWhole() {
    assertThat(records("eyJhIjoxfQ=="), contains("eyJhIjoxfQ=="));
    assertThat(records("\u0000\n\u0001{}\n"), contains("\u0000\n\u0001{}\n"));
  }

  @Test
  void blankDataIsNotARecord() {
    assertThat(records(""), empty());
    assertThat(records(" \n "), empty());
  }

  @Test
  void aRecordThatIsAllOfTheDataIsNotCopied() {
    byte[] data = "{\"a\":1}".getBytes(UTF_8);
    assertThat(RecordSplitter.of(data).get(0), sameInstance(data));
  }
}
