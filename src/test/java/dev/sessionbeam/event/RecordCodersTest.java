package dev.sessionbeam.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** A record is equal after the coder of each step on its way to an event. */
class RecordCodersTest {
  private static final List<String> TEXTS =
      List.of(
          "{}",
          "{\"a\":1}",
          "{\"a\": 1.0, \"b\" :{\"c\":[ 0.1000000000000000055]} }",
          "{\"a\":\"\\u00e9\u00e9\",\"a\":2}");

  private static RawRecord record(String text) {
    return new RawRecord(
        text.getBytes(UTF_8), new KinesisOrigin("s", "shard-0", "4711", 1, "key", -1));
  }

  private static ParsedEvent parsed(String text) throws JsonSyntaxException {
    RawRecord record = record(text);
    return new ParsedEvent(record, JsonObject.parse(record.bytes()));
  }

  private static void requireSame(ParsedEvent decoded, ParsedEvent event) {
    assertThat(decoded.raw(), is(event.raw()));
    assertThat(text(decoded.fields()), is(text(event.fields())));
  }

  private static String text(JsonObject fields) {
    return new String(fields.toBytes(), UTF_8);
  }

  @Test
  void aParsedRecordWithUnchangedFields() throws Exception {
    for (String text : TEXTS) {
      ParsedEvent event = parsed(text);
      requireSame(CoderUtils.clone(ParsedEventCoder.of(), event), event);
    }
    CoderProperties.coderSerializable(ParsedEventCoder.of());
  }

  @Test
  void aParsedRecordWithChangedFields() throws Exception {
    for (String text : TEXTS) {
      ParsedEvent event = parsed(text).with(JsonObject.parse("{\"z\":[1, 2]}".getBytes(UTF_8)));
      requireSame(CoderUtils.clone(ParsedEventCoder.of(), event), event);
    }
  }

  @Test
  void aRecordWithItsCheckedTime() throws Exception {
    for (long millis : new long[] {Long.MIN_VALUE, -1, 0, 1_500_000_000_000L}) {
      TimedEvent event = new TimedEvent(parsed("{\"a\":1}"), millis);
      TimedEvent decoded = CoderUtils.clone(TimedEventCoder.of(), event);
      requireSame(decoded.event(), event.event());
      assertThat(decoded.millis(), is(millis));
    }
    CoderProperties.coderSerializable(TimedEventCoder.of());
  }

  @Test
  void anEventAndItsRecord() throws Exception {
    Event event =
        new Event("\u00e9", new byte[] {-1, 0}, -5, true, "start", "{\"b\":1}".getBytes(UTF_8));
    requireEqual(EventCoder.of(), event);
    requireEqual(SourcedEventCoder.of(), new SourcedEvent(event, record("{\"a\":1}")));
    requireEqual(
        SourcedEventCoder.of(),
        new SourcedEvent(
            new Event("", new byte[0], Long.MAX_VALUE, false, "", new byte[0]), record("")));
  }

  private static <T> void requireEqual(Coder<T> coder, T value) throws Exception {
    CoderProperties.coderDecodeEncodeEqual(coder, value);
    CoderProperties.coderSerializable(coder);
  }
}
