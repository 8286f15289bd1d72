package dev.sessionbeam;

import static dev.sessionbeam.TestEvents.json;
import static dev.sessionbeam.TestEvents.millis;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.RecordClock;
import dev.sessionbeam.output.FormatArchive;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watermark and the archive of a stream see the records inside a record. */
class UnwrappedTimesTest {
  private static final FormatArchive.ReadsBack PLAIN =
      RecordTimes.plainInArchive(TestEvents.unwrapping("batch"));

  private static RawRecord arrived(String text) {
    return new RawRecord(
        text.getBytes(UTF_8), new KinesisOrigin("s", "shard-1", "1", 0, "key", millis("11:00")));
  }

  @Test
  void theTimeOfARecordIsTheLatestOfItsValidEvents() {
    RecordClock clock = RecordTimes.clock(TestEvents.unwrapping("batch"));
    RawRecord record =
        arrived(
            String.format(
                    Locale.ROOT,
                    "{\"batch\":[%s,%s,%s,oops]}",
                    json("a 10:30 view"),
                    json("a 10:50 view"),
                    json("a 10:40 view"))
                .replace("oops", json("a 13:00 view")));
    Long latest = clock.millis(record);
    assertThat("not the one that is ahead of its arrival", latest, is(millis("10:50")));
    assertThat(clock.earliest(record, Objects.requireNonNull(latest)), is(millis("10:30")));
    RawRecord plain = arrived(json("a 10:20 view"));
    assertThat(clock.millis(plain), is(millis("10:20")));
    assertThat(clock.earliest(plain, millis("10:20")), is(millis("10:20")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"batch\":[]}", "{\"batch\":[{}]}", "{\"batch\":[", "[null]", "oops"})
  void aRecordWithoutAnEventHasNoTime(String text) {
    assertThat(
        RecordTimes.clock(TestEvents.unwrapping("batch")).millis(arrived(text)), is(nullValue()));
  }

  @Test
  void theArchiveKeepsALineIfItGivesTheSameRecords() {
    String view = json("a 10:30 view");
    assertThat(PLAIN.test(arrived("{\"batch\":[" + view + ",null,{}]}")), is(true));
    assertThat(PLAIN.test(arrived("[" + view + ",{\"x\":\"}{\"}]")), is(true));
    assertThat(PLAIN.test(arrived("{\"batch\":[]}")), is(true));
    assertThat(PLAIN.test(arrived(view)), is(true));
    assertThat(PLAIN.test(arrived("{\"batch\":[" + view)), is(true));
    assertThat(
        "more than a mebibyte",
        PLAIN.test(arrived("[{\"x\":\"}{" + "x".repeat(2 << 20) + "\"}]")),
        is(true));
    assertThat(
        "one of its events is ahead of the arrival",
        PLAIN.test(arrived("{\"batch\":[" + view + "," + json("a 12:30 view") + "]}")),
        is(false));
    assertThat("several lines", PLAIN.test(arrived("[\n" + view + "]")), is(false));
    assertThat(
        "a reader takes a file apart that begins so", PLAIN.test(arrived("[" + view)), is(false));
  }
}
