package dev.sessionbeam.deliver.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class DeadLetterJsonTest {
  private static final Subject EVENT = new Subject(Source.EVENTS, "m", "e1", 1_486_285_200_120L);

  private static DeadLetter letter(Subject subject, byte[] body, @Nullable String error) {
    return new DeadLetter(
        new Delivery("crm", "v1", subject, body), DeadLetterReason.REFUSED, 2, error, error);
  }

  @Test
  void anEventIsALineWithItsInstant() {
    DeadLetter letter = letter(EVENT, "{\"a\":\"\\n\"}".getBytes(UTF_8), "status 400: no");
    assertThat(
        new String(DeadLetterJson.write(letter), UTF_8),
        is(
            String.format(
                Locale.ROOT,
                "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":2,"
                    + "\"first_error\":\"status 400: no\",\"last_error\":\"status 400: no\","
                    + "\"rules\":\"v1\",\"idempotency_key\":\"%s\",\"source\":\"events\","
                    + "\"machine\":\"m\",\"id\":\"e1\",\"instant\":\"2017-02-05T09:00:00.120Z\","
                    + "\"payload\":\"{\\\"a\\\":\\\"\\\\n\\\"}\"}",
                letter.delivery().key())));
  }

  @Test
  void aSessionHasItsRevisionAndWhatNeverFailedHasNoError() {
    DeadLetter letter =
        letter(new Subject(Source.SESSIONS, "m", "s1", 0), "{}".getBytes(UTF_8), null);
    assertThat(
        new String(DeadLetterJson.write(letter), UTF_8),
        is(
            String.format(
                Locale.ROOT,
                "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":2,"
                    + "\"first_error\":null,\"last_error\":null,"
                    + "\"rules\":\"v1\",\"idempotency_key\":\"%s\",\"source\":\"sessions\","
                    + "\"machine\":\"m\",\"id\":\"s1\",\"revision\":0,\"payload\":\"{}\"}",
                letter.delivery().key())));
  }

  static Stream<DeadLetter> letters() {
    byte[] json = "{\"a\":\"é😀\uFFFE\\u0000\t\"}\r\n".getBytes(UTF_8);
    byte[] noText = {0, (byte) 0xFF, '\n', (byte) 0xC0};
    return Stream.of(
        letter(EVENT, json, "\"quoted\"\n\u0001"),
        letter(EVENT, noText, null),
        letter(EVENT, new byte[0], ""),
        letter(new Subject(Source.SESSIONS, "", "\n", 17), json, "é"),
        letter(new Subject(Source.EVENTS, "m", "e", -1), json, null),
        letter(new Subject(Source.EVENTS, "m", "e", -62_167_219_200_001L), json, null),
        letter(new Subject(Source.EVENTS, "m", "e", 253_402_300_800_000L), json, null));
  }

  @ParameterizedTest
  @MethodSource("letters")
  void whatIsReadEqualsWhatWasWritten(DeadLetter letter) {
    assertThat(DeadLetterJson.read(DeadLetterJson.write(letter)), is(Optional.of(letter)));
  }

  @ParameterizedTest
  @EnumSource(DeadLetterReason.class)
  void eachReasonIsReadAgain(DeadLetterReason reason) {
    DeadLetter letter =
        new DeadLetter(new Delivery("crm", "v1", EVENT, new byte[] {'1'}), reason, 0, null, null);
    assertThat(DeadLetterJson.read(DeadLetterJson.write(letter)), is(Optional.of(letter)));
  }

  @Test
  void aLongErrorIsCutBetweenCharacters() {
    DeadLetter letter = letter(EVENT, new byte[] {'1'}, "x".repeat(1023) + "😀".repeat(500));
    DeadLetter read = DeadLetterJson.read(DeadLetterJson.write(letter)).orElseThrow();
    assertThat(read.firstError(), is("x".repeat(1023)));
  }

  @Test
  void halfOfAPairDoesNotMakeItFail() {
    DeadLetter letter = letter(new Subject(Source.EVENTS, "\uD800", "e", 0), new byte[0], "\uDC00");
    DeadLetter read = DeadLetterJson.read(DeadLetterJson.write(letter)).orElseThrow();
    assertThat(read.delivery().subject().machine(), is("?"));
    assertThat(read.lastError(), is("?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "{}",
        "{\"destination\":\"crm\"}",
        "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":\"2\",\"rules\":\"v\","
            + "\"source\":\"events\",\"machine\":\"m\",\"id\":\"e\","
            + "\"instant\":\"2017-02-05T09:00:00.120Z\",\"payload\":\"{}\"}",
        "{\"destination\":\"crm\",\"reason\":\"bored\",\"attempts\":2,\"rules\":\"v\","
            + "\"source\":\"events\",\"machine\":\"m\",\"id\":\"e\","
            + "\"instant\":\"2017-02-05T09:00:00.120Z\",\"payload\":\"{}\"}",
        "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":99999999999,\"rules\":\"v\","
            + "\"source\":\"events\",\"machine\":\"m\",\"id\":\"e\","
            + "\"instant\":\"2017-02-05T09:00:00.120Z\",\"payload\":\"{}\"}",
        "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":2,\"rules\":\"v\","
            + "\"source\":\"events\",\"machine\":\"m\",\"id\":\"e\","
            + "\"instant\":\"yesterday\",\"payload\":\"{}\"}",
        "{\"destination\":\"crm\",\"reason\":\"refused\",\"attempts\":2,\"rules\":\"v\","
            + "\"source\":\"events\",\"machine\":\"m\",\"id\":\"e\","
            + "\"instant\":\"2017-02-05T09:00:00.120Z\",\"payload_base64\":\"?\"}",
      })
  void whatOthersPutIntoAQueueIsNoDeadLetterOfOurs(String message) {
    assertThat(DeadLetterJson.read(message.getBytes(UTF_8)), is(Optional.empty()));
  }
}
