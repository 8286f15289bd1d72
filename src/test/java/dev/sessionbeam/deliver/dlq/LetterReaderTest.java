package dev.sessionbeam.deliver.dlq;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anything may be in a queue. */
class LetterReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"requestContext\":{},\"requestPayload\":1} x",
        "{\"requestContext\":{},\"requestPayload\":1",
        "{\"requestContext\":{}}",
        "{\"requestContext\":1,\"requestPayload\":1}",
        "{\"Type\":\"Notification\",\"Message\":"
            + "\"{\\\"requestContext\\\":{},\\\"requestPayload\\\":1} x\"}",
      })
  void whatOnlyLooksLikeADeadLetterIsForeign(String body) {
    StoredLetter letter = LetterReader.read(new Message("m", Map.of(), body, null));
    assertThat(letter.kind(), is(StoredLetter.Kind.FOREIGN));
    assertThat(letter.reason(), is("foreign"));
  }
}
