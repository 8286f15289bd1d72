package dev.sessionbeam.deliver.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {
  private static final List<String> SECRETS =
      List.of("Key aB/cD<e>&f+0123456789", "services/T0", "p%41th-0123456789");

  private static String of(String text) {
    return ErrorText.of(text.getBytes(UTF_8), SECRETS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          no Key aB/cD<e>&f+0123456789 here               | no *** here
          no Key aB\\/cD<e>&f+0123456789 here             | no *** here
          no Key aB\\u002FcD\\u003ce\\u003E\\u0026f+0123456789 | no ***
          no Key%20aB%2FcD%3Ce%3e%26f%2B0123456789 here   | no *** here
          no Key aB/cD&lt;e&gt;&amp;f&#43;0123456789 here | no *** here
          no Key aB&#x2F;cD&#60;e&#62;&#38;f+0123456789   | no ***
          no Key aB%5C%2FcD&lt;e&gt;&amp;f+0123456789     | no ***
          no Key aB\\\\u002fcD<e>&f+0123456789 here         | no *** here
          no Key aB/cD<e>&f+01234... here                 | no ***... here
          no Key aB\\/cD<e>                               | no ***
          no Key aB                                       | no ***
          no Key a                                        | no ***
          no Ke                                           | no Ke
          at p%41th-0123 and pAth-01234567                | at *** and ***
          /services\\/T0/                                 | /***/
          """)
  void aSecretIsHiddenHoweverItIsWrittenAndWhereverItIsCut(String answer, String message) {
    assertThat(of(answer), is(message));
  }

  @Test
  void escapesWithoutASecretStayAsTheyAre() {
    String answer = "{\"error\":\"100%25 of \\u00e9 &amp; \\/\"}";
    assertThat(of(answer), is(answer));
  }

  @Test
  void escapesOfNoCharacterAreNoFault() {
    assertThat(
        of("&#9999999; &#xFFFFFF; %FF%fe \\uD800 \\u00 services%2FT0").length() > 0, is(true));
    assertThat(of("&#9999999;services%2FT0"), is("***"));
  }

  @Test
  void onlyTheBeginningOfALongAnswerIsRead() {
    assertThat(of("a" + " ".repeat(2047) + "b"), is("a"));
    assertThat(of("a" + " ".repeat(2046) + "b"), is("a b"));
  }
}
