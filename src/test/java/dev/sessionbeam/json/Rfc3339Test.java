package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2017-02-29T00:00:00.000Z",
        "2017-00-01T00:00:00.000Z",
        "2017-01-00T00:00:00.000Z",
        "2017-01-01T24:00:00.000Z",
        "2017-01-01T23:60:00.000Z",
        "2016-12-31T23:59:60.000Z",
        "2017-01-01t00:00:00.000z",
        "2017-01-01T00:00:00.0000Z",
        "2017-01-01T00:00:00Z"
      })
  void anotherTextIsNotRead(String text) {
    assertThat(Rfc3339.read(JsonValue.of(text)), is(nullValue()));
  }
}
