package dev.sessionbeam.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.output.FormatRejected;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeReaderTest {
  private static final Origin HERE = new FileOrigin("invalid/part.gz", 70);

  private static RawRecord record(String json) {
    return new RawRecord(json.getBytes(UTF_8), HERE);
  }

  @Test
  void aRecordKeepsItsOrigin() {
    assertThat(
        EnvelopeReader.open(
            record(
                "{\"reason\":\"late\",\"source\":{\"file\":\"a.gz\",\"offset\":7},\"raw\":\"{\\\"a\\\":\\\"\\u00e9\\\"}\"}")),
        is(new RawRecord("{\"a\":\"\u00e9\"}".getBytes(UTF_8), new FileOrigin("a.gz", 7))));
  }

  @Test
  void aRecordOfAStreamKeepsItsOrigin() {
    RawRecord record =
        new RawRecord(
            "{}".getBytes(UTF_8),
            new KinesisOrigin("events", "shard-1", "4711", 3, "key", 1_500_000_000_000L));
    RejectedRecord rejected =
        new RejectedRecord(record, Reason.LATE, Stage.ADMIT, "too late", null);
    byte[] line = FormatRejected.format(rejected, LocalDate.EPOCH).text();
    assertThat(EnvelopeReader.open(new RawRecord(line, HERE)), is(record));
  }

  @Test
  void bytesThatAreNotTextAreReadFromBase64() {
    assertThat(
        EnvelopeReader.open(
            record("{\"reason\":\"not_utf8\",\"source\":{},\"raw_base64\":\"/wB7\"}")),
        is(new RawRecord(new byte[] {-1, 0, '{'}, HERE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "[]",
        "{\"raw\":\"{}\"}",
        "{\"raw\":\"{}\",\"reason\":\"late\"}",
        "{\"raw\":\"{}\",\"source\":{}}",
        "{\"reason\":\"late\",\"source\":{}}",
        "{\"reason\":\"late\",\"source\":{},\"raw\":{}}",
        "{\"reason\":\"late\",\"source\":{},\"raw\":null}",
        "{\"reason\":\"late\",\"source\":{},\"raw_base64\":7}",
        "{\"reason\":\"late\",\"source\":{},\"raw_base64\":\"*\"}"
      })
  void aRecordThatIsNotAnEnvelopeStaysAsItIs(String json) {
    RawRecord record = record(json);
    assertThat(EnvelopeReader.open(record), is(sameInstance(record)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "7", "{\"file\":\"a\"}", "{\"file\":\"a\",\"offset\":\"7\"}"})
  void withoutACompleteOriginARecordHasThatOfItsEnvelope(String source) {
    assertThat(
        EnvelopeReader.open(record("{\"reason\":\"r\",\"source\":" + source + ",\"raw\":\"{}\"}")),
        is(record("{}")));
  }

  @Property(tries = 1_000)
  void aRejectedRecordIsReadFromItsLineByteForByte(@ForAll byte[] bytes, @ForAll String file) {
    Origin origin = new FileOrigin(new String(file.getBytes(UTF_8), UTF_8), bytes.length);
    RawRecord raw = new RawRecord(bytes, origin);
    RejectedRecord rejected = new RejectedRecord(raw, Reason.NOT_JSON, Stage.VALIDATE, "no", null);
    byte[] line = FormatRejected.format(rejected, LocalDate.EPOCH).text();
    assertThat(EnvelopeReader.open(new RawRecord(line, HERE)), is(raw));
  }

  @Property(tries = 1_000)
  void rejectedTextIsReadFromItsLineCharForChar(@ForAll String text) {
    RawRecord raw = new RawRecord(text.getBytes(UTF_8), HERE);
    RejectedRecord rejected = new RejectedRecord(raw, Reason.NOT_JSON, Stage.VALIDATE, text, text);
    byte[] line = FormatRejected.format(rejected, LocalDate.EPOCH).text();
    assertThat(EnvelopeReader.open(new RawRecord(line, HERE)), is(raw));
  }
}
