package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputNamesTest {
  /** Names in the result are separated by a bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          a;a
          a,b;a|b
          a, b,\t c;a|b|c
          a ,b;a |b
          a b,c d;a b|c d
          {a,b}/*.jsonl;{a,b}/*.jsonl
          {a,b},c;{a,b}|c
          x{a,{b,c}},d;x{a,{b,c}}|d
          {a, b};{a, b}
          a\\,b;a,b
          a\\,b,c;a,b|c
          a\\\\,b;a\\\\|b
          {a\\,b,c};{a\\,b,c}
          a\\*,b;a\\*|b
          \\{a,b};\\{a|b}
          {a,b;{a|b
          {a,b}{c,d;{a,b}{c|d
          {a\\},b;{a\\}|b
          a},b;a}|b
          a,,b;a||b
          a,;a|
          ,a;|a
          a\\;a\\
          """)
  void namesAreSeparatedByCommasOutsideOfBraces(String text, String names) {
    assertThat(String.join("|", InputNames.split(text)), is(names));
  }

  @Test
  void joinedNamesAreSplitAgain() {
    for (List<String> names :
        List.of(
            List.of("a"), List.of("a", "b"), List.of("a,b", "c"), List.of("{a,b}/*", "c,d", "e"))) {
      assertThat(InputNames.split(InputNames.join(names)), is(names));
    }
  }
}
