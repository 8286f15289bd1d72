package dev.sessionbeam.json;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\r\n",
        "\u000b\f",
        "\u001c\u001d\u001e\u001f",
        "\u0085",
        "\u00a0",
        "\u1680",
        "\u2000\u2007\u200a",
        "\u2028\u2029",
        "\u202f\u205f\u3000"
      })
  void unicodeSpacesAreBlankAndAreTrimmed(String space) {
    assertThat(Text.isBlank(space), is(true));
    assertThat(Text.trim(space), is(""));
    assertThat(Text.trim(space + "a" + space + "b" + space), is("a" + space + "b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\0", "\u200b", "\ufeff", "\u180e", "\uD83D\uDE00", "\uD800", "_"})
  void charactersThatAreNotSpacesStay(String text) {
    assertThat(Text.isBlank(text), is(false));
    assertThat(Text.trim(" " + text + " "), is(text));
  }

  @Test
  void halfOfASurrogatePairIsNotWellFormed() {
    assertThat(Text.isWellFormed(""), is(true));
    assertThat(Text.isWellFormed("a\uD83D\uDE00b"), is(true));
    assertThat(Text.isWellFormed("a\uD83D"), is(false));
    assertThat(Text.isWellFormed("\uDE00a"), is(false));
    assertThat(Text.isWellFormed("\uDE00\uD83D"), is(false));
  }
}
