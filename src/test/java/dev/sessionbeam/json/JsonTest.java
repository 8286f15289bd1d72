package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"{} x", "{} {}", "1 2", "[1],", "null}"})
  void aTextWithSomethingAfterItsValueIsNoJson(String text) {
    JsonProcessingException e = assertThrows(JsonProcessingException.class, () -> Json.tree(text));
    assertThat(e.getLocation().getLineNr(), is(1));
  }

  @Test
  void spaceAfterTheValueIsAllowed() throws IOException {
    assertThat(Json.tree("{\"a\": 1.0} \n\t").toString(), is("{\"a\":1.0}"));
  }
}
