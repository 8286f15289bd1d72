package dev.sessionbeam.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.DefaultLocale;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.KinesisOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which record is the example of a cause, and what is shown of it. */
@Tag("locales")
class RejectionExampleTest {
  private static KinesisOrigin kinesis(String shard, String sequenceNumber, int part) {
    return new KinesisOrigin("s", shard, sequenceNumber, part, "key", 0);
  }

  private static String encoded(Origin origin, String message) {
    RejectedRecord rejected =
        new RejectedRecord(
            new RawRecord(new byte[0], origin), Reason.NOT_JSON, Stage.VALIDATE, message, null);
    return RejectionExample.of(rejected).encoded(origin);
  }

  private static RejectionExample first(List<String> encoded) {
    return Objects.requireNonNull(RejectionExample.first(encoded));
  }

  @Test
  void theEncodedTextsSortAsTheOriginsDo() {
    List<Origin> sorted =
        List.of(
            new FileOrigin("a", 0),
            new FileOrigin("a", 9),
            new FileOrigin("a", 10),
            new FileOrigin("a", 5_000_000_000L),
            new FileOrigin("b", 1),
            kinesis("shard-0", "9", 3),
            kinesis("shard-0", "10", 0),
            kinesis("shard-0", "10", 2),
            kinesis("shard-0", "10", 11),
            kinesis("shard-1", "1", 0));
    List<Origin> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(1));
    shuffled.sort(RejectionExample.ORDER);
    assertThat(shuffled, is(sorted));
    List<String> texts = new ArrayList<>();
    for (Origin origin : sorted.subList(0, 5)) {
      texts.add(encoded(origin, "x"));
    }
    while (!texts.isEmpty()) {
      String source = first(texts).source();
      assertThat(source, is(first(List.of(texts.remove(0))).source()));
    }
  }

  @Test
  void theSourceNamesTheFileOrTheShard() {
    assertThat(
        RejectionExample.first(List.of(encoded(new FileOrigin("a.jsonl", 7), "x"))),
        is(new RejectionExample("a.jsonl at byte 7", "x")));
    assertThat(
        RejectionExample.first(List.of(encoded(kinesis("shard-0", "12", 1), "x"))),
        is(new RejectionExample("s, shard-0, sequence number 12, part 1", "x")));
  }

  @Test
  void theTextIsOneShortLineWithoutControlCharacters() {
    String message = "a\nb\u001b[31mc\u202e" + "x".repeat(10_000);
    RejectionExample example = first(List.of(encoded(new FileOrigin("a\nb", 0), message)));
    assertThat(example.source(), is("a b at byte 0"));
    assertThat(example.message().startsWith("a b [31mc x"), is(true));
    assertThat(example.message().length(), is(lessThan(310)));
  }

  @Test
  void aTextThatIsNotEncodedIsIgnored() {
    assertThat(RejectionExample.first(List.of("", "a\nb")), is(nullValue()));
  }

  @Test
  void digitsAreThoseOfEveryLocale() {
    try (DefaultLocale unused = DefaultLocale.of("ar-EG-u-nu-arab")) {
      assertThat(
          encoded(new FileOrigin("a", 12), "x"),
          is("a\n0002 12 000000000 000000000\na at byte 12\nx"));
    }
  }
}
