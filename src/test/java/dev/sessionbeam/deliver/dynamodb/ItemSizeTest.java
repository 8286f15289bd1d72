package dev.sessionbeam.deliver.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sizes that DynamoDB's pages on item sizes state. */
class ItemSizeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                     | 0",
        "{\"name\":\"value\"}   | 9",
        "{\"é\":\"😀\"}         | 6",
        "{\"n\":0}              | 3",
        "{\"n\":12}             | 3",
        "{\"n\":123}            | 4",
        "{\"n\":-123}           | 5",
        "{\"n\":1200000}        | 3",
        "{\"n\":0.0012}         | 3",
        "{\"b\":true,\"x\":null}| 4",
        "{\"l\":[]}             | 4",
        "{\"l\":[\"ab\",1]}     | 10",
        "{\"m\":{}}             | 4",
        "{\"m\":{\"k\":\"ab\"}} | 8",
      })
  void namesAndValuesCount(String json, long bytes) throws Exception {
    assertThat(
        ItemSize.of(AttributeValues.of(json.strip().getBytes(StandardCharsets.UTF_8))), is(bytes));
  }
}
