package dev.sessionbeam.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An envelope keeps the place of a record inside another record. */
class InnerEnvelopeTest {
  private static final Origin HERE = new FileOrigin("invalid/part.gz", 70);
  private static final Origin FILE = new FileOrigin("a.gz", 7);
  private static final Origin SHARD = new KinesisOrigin("s", "shard-0", "4711", 2, "key", 99);

  private static String envelope(Origin origin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", "not_json");
    EnvelopeWriter.put(new RawRecord("oops".getBytes(UTF_8), origin), fields, Integer.MAX_VALUE);
    return JsonValue.of(fields).text();
  }

  private static Origin opened(String envelope) {
    return EnvelopeReader.open(new RawRecord(envelope.getBytes(UTF_8), HERE)).origin();
  }

  @Test
  void theSourceHasTheIndex() {
    assertThat(
        envelope(InnerOrigin.ofRecord(FILE, 3)),
        is(
            "{\"reason\":\"not_json\",\"source\":{\"file\":\"a.gz\",\"offset\":7,\"inner\":3},\"raw\":\"oops\"}"));
    assertThat(
        envelope(new InnerOrigin(FILE, 3, 1)),
        is(
            "{\"reason\":\"not_json\",\"source\":{\"file\":\"a.gz\",\"offset\":7,\"element\":3,\"levels\":1},\"raw\":\"oops\"}"));
  }

  @Test
  void theRecordOfAnEnvelopeHasItsOriginAgain() {
    for (Origin origin :
        List.of(
            InnerOrigin.ofRecord(FILE, 0),
            InnerOrigin.ofRecord(SHARD, 5),
            new InnerOrigin(SHARD, 5, 0),
            new InnerOrigin(FILE, 5, 2))) {
      assertThat(opened(envelope(origin)), is(origin));
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5", "2147483648", "99999999999", "null", "'\"1\"'"})
  void anIndexThatCannotBeIsIgnored(String index) {
    String source = "{\"file\":\"a.gz\",\"offset\":7,\"inner\":" + index + "}";
    assertThat(opened("{\"reason\":\"x\",\"source\":" + source + ",\"raw\":\"oops\"}"), is(FILE));
  }
}
