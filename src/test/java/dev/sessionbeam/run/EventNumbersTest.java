package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventNumbersTest {
  private static final String TWO_EVENTS =
      "junk\"\"n-{\"event_id\":\"n-17\",\"x\":\"n-\"}{\"event_id\":\"n-204\",\"a\":\"n-x\"}\"n-5";

  private static List<Integer> found(String... pieces) {
    List<Integer> found = new ArrayList<>();
    EventNumbers numbers = new EventNumbers();
    for (String piece : pieces) {
      byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
      numbers.find(bytes, bytes.length, found::add);
    }
    return found;
  }

  @Test
  void eachIdentifierIsFoundOnceAndNothingElse() {
    assertThat(found(TWO_EVENTS), is(List.of(17, 204)));
  }

  @Test
  void anIdentifierMayBeCutAnywhere() {
    for (int cut = 0; cut <= TWO_EVENTS.length(); cut++) {
      assertThat(
          "cut at " + cut,
          found(TWO_EVENTS.substring(0, cut), TWO_EVENTS.substring(cut)),
          is(List.of(17, 204)));
    }
  }

  @Test
  void anIdentifierInTheTextOfADeadLettersPayloadDoesNotCount() {
    assertThat(
        found("\"id\":\"n-3\",\"payload\":\"{\\\"event_id\\\":\\\"n-3\\\"}\""), is(List.of(3)));
  }
}
