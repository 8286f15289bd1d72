package dev.sessionbeam.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of an expression that never has a value is a fault when the definition is read. */
class ConstantsTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("action", "n", "gone"), true);

  private static List<String> faults(String value) {
    return assertThrows(InvalidExpressionException.class, () -> Expression.value(value, SCOPE))
        .faults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          instant.getHours('Europe/Berln')                | unknown time zone 'Europe/Berln' (column 18); did you mean 'Europe/Berlin'?
          instant.getDayOfWeek('europe/berlin')           | unknown time zone 'europe/berlin' (column 22); did you mean 'Europe/Berlin'?
          instant.getHours('Moon/Base')                   | unknown time zone 'Moon/Base' (column 18); write a name such as 'Europe/Berlin', or an offset such as '+01:00'
          n > 1 && instant.getHours('XYZ123456') == 1     | unknown time zone 'XYZ123456' (column 27); write a name such as 'Europe/Berlin', or an offset such as '+01:00'
          timestamp('2020-01-01T00:00:00Z').getHours('')  | unknown time zone '' (column 44); write a name such as 'Europe/Berlin', or an offset such as '+01:00'
          action.matches('(')                             | '(' is not a valid regular expression (column 16)
          matches(action, 'a{2,1}')                       | 'a{2,1}' is not a valid regular expression (column 17)
          action.matches('((a{1000}){1000}){1000}')       | '((a{1000}){1000}){1000}' is not a valid regular expression (column 16): a regular expression may have at most 10,000 instructions
          1 / 0                                           | this never has a value: it divides by zero (column 5)
          n / 0                                           | this never has a value: it divides by zero (column 5)
          n % 0                                           | this never has a value: it divides by zero (column 5)
          n / 0u                                          | this never has a value: it divides by zero (column 5)
          action.substring(-1)                            | this never has a value: the index is below 0 (column 19)
          action.charAt(-5)                               | this never has a value: the index is below 0 (column 16)
          action.split('.')[-1]                           | this never has a value: the index is below 0 (column 20)
          """)
  void theFaultNamesTheColumnAndWhatIsWrong(String expression, String fault) {
    assertThat(faults(expression).get(0), containsString(fault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int('abc')",
        "n + int('abc')",
        "uint('-1')",
        "double('x')",
        "duration('x') < duration('1s')",
        "timestamp('2020-13-01T00:00:00Z')",
        "timestamp('yesterday') < instant",
        "instant - duration('1 hour')",
        "9223372036854775807 + 1",
        "[1, 2][5]",
        "{'a': 1}['b']",
        "{'a': 1}.b",
        "'abc'.substring(2, 1)",
        "'abc'.charAt(9)",
        "string(b'\\xff')",
        "gone == null ? n : int('x')",
        "n == 1 || int('x') == 1",
        "false && int('x') == 1",
        "coalesce(int('x'), n)",
        "[1].exists(x, x == int('x'))",
        "'a'.replace('a', 'b').split('').join(',') == string(int('z'))"
      })
  void aConstantThatCannotBeComputedIsAFaultWhereverItIs(String expression) {
    assertThat(faults(expression), contains(containsString("this never has a value: ")));
    assertThat(faults(expression).get(0), containsString(" (column "));
  }

  @Test
  void allFaultsAreReported() {
    assertThat(
        faults("int('a') + int('b') + instant.getHours('Europe/Pariss') + n / 0"), hasSize(4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b'bytes'",
        "type(n)",
        "duration('1h')",
        "0.0 / 0.0",
        "1.0 / 0.0",
        "[1.0, 0.0 / 0.0]",
        "dyn(b'x')",
        "[b'x']",
        "{'a': duration('1s')}",
        "instant - instant"
      })
  void aValueWithoutAJsonFormIsAFault(String expression) {
    assertThat(faults(expression), hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'start'", "dyn('start')", "dyn(1)", "[true][0] ? 'a' : 'b'", "coalesce(1)"})
  void aConditionThatIsAlwaysAnotherTypeIsAFault(String condition) {
    assertThrows(InvalidExpressionException.class, () -> Expression.condition(condition, SCOPE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instant.getHours('Europe/Berlin')",
        "instant.getHours('+01:00')",
        "instant.getHours('-9:30')",
        "instant.getHours('UTC')",
        "instant.getHours(action)",
        "action.matches('^a.*(b|c)$')",
        "action.matches(action + '(')",
        "n / 2",
        "n / 1.0",
        "double(n) / 0.0 > 1.0",
        "int('7')",
        "int(action)",
        "'a'",
        "true",
        "null",
        "[1, 2][1]",
        "{'a': 1}.a",
        "type(n) == int",
        "size(b'x')",
        "instant - duration('1h')",
        "[1, 2].exists(x, x / n == 1)",
        "n < -1",
        "math.greatest(n, -5)",
        "action.indexOf('x') == -1"
      })
  void anExpressionThatCanHaveAValueIsNoFault(String expression) {
    assertDoesNotThrow(() -> Expression.value(expression, SCOPE));
  }
}
