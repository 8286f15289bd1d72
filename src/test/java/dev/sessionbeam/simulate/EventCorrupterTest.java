package dev.sessionbeam.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCorrupterTest {
  private static final List<byte[]> BROKEN = Sample.records(Sample.with(Duration.ZERO, 0, 1));

  private static final List<String> TEXTS =
      BROKEN.stream().map(record -> new String(record, UTF_8)).toList();

  @Test
  void noBrokenRecordIsAValidEvent() {
    assertThat(BROKEN.stream().map(Sample::read).flatMap(Optional::stream).toList(), empty());
  }

  @Test
  void everyRecordIsOneLineAndNotBlank() {
    assertThat(
        TEXTS.stream().filter(text -> text.isBlank() || text.contains("\n")).toList(), empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"machine_id\":null",
        "\"machine_id\":17",
        "\"timestamp\":\"yesterday\"",
        "\"timestamp\":true",
        "\"timestamp\":-1",
        "\"timestamp\":4102444800000",
        "\"timestamp\":1e300",
        "\"action\":\"  \"",
        "\"machine_id\":7}",
        "{\"timestamp\":",
        "[1,2,3]",
        "null",
        "<html>",
        "\uFFFD",
      })
  void recordsAreBrokenInManyWays(String sign) {
    assertThat(TEXTS, hasItem(Matchers.containsString(sign)));
  }

  @Test
  void recordsAreCutShort() {
    assertThat(
        TEXTS.stream().anyMatch(text -> text.startsWith("{\"event_id\"") && !text.endsWith("}")),
        equalTo(true));
  }

  @Test
  void theLastValueOfARoleThatAppearsTwiceHasTheWrongType() {
    List<String> twice =
        TEXTS.stream()
            .filter(text -> text.indexOf("machine_id") != text.lastIndexOf("machine_id"))
            .filter(text -> !text.endsWith("\"machine_id\":7}"))
            .toList();
    assertThat(twice, empty());
  }
}
