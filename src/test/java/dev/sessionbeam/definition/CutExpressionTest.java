package dev.sessionbeam.definition;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An expression that YAML's comment cut short says so. */
class CutExpressionTest {
  private static final String HINT =
      "for YAML, ' #' begins a comment: put double quotes around the whole expression";

  private static String definition(String opening) {
    return String.format(
        Locale.ROOT,
        """
    name: small
    event:
      id: id
      machine: m
      time: {field: t, format: epoch_millis}
      action: a
    session:
      gap: 30m
      opening: %s
    """,
        opening);
  }

  private static String fault(String opening) {
    return String.valueOf(
        assertThrows(
                InvalidDefinitionException.class,
                () -> DefinitionReader.read(definition(opening), Path.of("")))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a == 'x #1'",
        "a == 'x   # y' && true",
        "a ==\t# 'x'",
        "a == 'x' && # 'y'",
        "a.contains(' #')",
        "size(a #) > 1"
      })
  void aCutExpressionSaysSo(String opening) {
    assertThat(fault(opening), containsString(HINT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a == 'x", "\"a == 'x\" # comment", "a == 'x#1", "a ="})
  void anotherFaultDoesNot(String opening) {
    assertThat(fault(opening), not(containsString(HINT)));
  }

  @Test
  void aCommentAfterAWholeExpressionIsNoFault() throws InvalidDefinitionException {
    assertThat(
        DefinitionReader.read(definition("a == 'x' # the first"), Path.of("")).name(), is("small"));
  }
}
