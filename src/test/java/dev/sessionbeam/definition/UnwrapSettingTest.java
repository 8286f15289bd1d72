package dev.sessionbeam.definition;

import static dev.sessionbeam.definition.Definitions.faults;
import static dev.sessionbeam.definition.Definitions.minimalWith;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.json.FieldPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code event.unwrap} is a path to the records in a record. */
class UnwrapSettingTest {
  private static String with(String unwrap) {
    return minimalWith(5, "action: action\n  unwrap: " + unwrap);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch", "logEvents.message", "this", "a.b.c", "yes"})
  void itIsReadAndPrinted(String path) throws InvalidDefinitionException {
    Definition definition = Definitions.read(with(path));
    assertThat(definition.unwrap(), is(FieldPath.of(path)));
    String printed = DefinitionPrinter.print(definition);
    assertThat(Definitions.read(printed).unwrap(), is(FieldPath.of(path)));
    assertThat(DefinitionPrinter.print(Definitions.read(printed)), is(printed));
  }

  @Test
  void withoutItNothingIsUnwrapped() throws InvalidDefinitionException {
    Definition definition = Definitions.read(Definitions.MINIMAL);
    assertThat(definition.unwrap(), is(nullValue()));
    assertThat(DefinitionPrinter.print(definition).contains("unwrap"), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a..b         | 6: event.unwrap: 'a..b' is not a field: a field path needs a name between its dots
          [a, b]       | 6: event.unwrap: must be text, but is a list
          {field: a}   | 6: event.unwrap: must be text, but is a mapping
          ''           | 6: event.unwrap: is empty: write a value, or remove it
          this.message | 6: event.unwrap: 'this.message' is not supported: each element of a record that is an array is a record. Write this alone, or a field
          """)
  void aWrongOneIsNamed(String unwrap, String fault) {
    assertThat(faults(with(unwrap)), contains(fault));
  }

  @Test
  void aMisspeltNameIsSuggested() {
    assertThat(
        faults(minimalWith(5, "action: action\n  unwrapp: a")).get(0),
        containsString("did you mean 'unwrap'?"));
  }
}
