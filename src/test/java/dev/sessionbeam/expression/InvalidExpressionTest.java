package dev.sessionbeam.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locales")
class InvalidExpressionTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("action", "build", "tags"), false);

  private static List<String> faults(String condition) {
    return assertThrows(
            InvalidExpressionException.class, () -> Expression.condition(condition, SCOPE))
        .faults();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          acton == 'a'           | unknown field or function 'acton' (column 1); did you mean 'action'?
          true && Build == 'a'   | unknown field or function 'Build' (column 9); did you mean 'build'?
          sise(action) == 1      | unknown field or function 'sise' (column 5); did you mean 'size()'?
          action.startWith('a')  | unknown field or function 'startWith' (column 17); did you mean 'startsWith()'?
          zebra                  | unknown field or function 'zebra' (column 1); known here: action, build, tags, this. To use another field of the record, add it to event.fields
          instant.getHours() > 1 | unknown field or function 'instant' (column 1); known here: action, build, tags, this. To use another field of the record, add it to event.fields
          """)
  void anUnknownNameIsReportedWithTheNearestOne(String condition, String fault) {
    assertThat(faults(condition), contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          action = 'a'                  | '=' is not CEL here (column 8); write '=='
          action === 'a'                | '===' is not CEL here (column 8); write '=='
          action =! 'a'                 | '=!' is not CEL here (column 8); write '!='
          action <> 'a'                 | '<>' is not CEL here (column 8); write '!='
          action := 'a'                 | ':=' is not CEL here (column 8); write '=='
          size(action) => 3             | '=>' is not CEL here (column 14); write '>='
          action == 'a' and true        | 'and' is not CEL here (column 15); write '&&'
          action == 'a' AND true        | 'AND' is not CEL here (column 15); write '&&'
          not (action == 'a')           | 'not' is not CEL here (column 1); write '!'
          not action == 'a'             | 'not' is not CEL here (column 1); write '!'
          true & action == '&'          | '&' is not CEL here (column 6); write '&&'
          action == '\u00e4' & true          | '&' is not CEL here (column 15); write '&&'
          action is null                | 'is' is not CEL here (column 8); write '=='
          action == None                | 'None' is not CEL here (column 11); write 'null'
          action == True                | 'True' is not CEL here (column 11); write 'true'
          action =~ 'a'                 | '=~' is not CEL here (column 8); write field.matches('x.*')
          action in ('a', 'b')          | '(' is not CEL here (column 11); write a list in brackets, such as x in ['a', 'b']
          action == 'a';                | ';' is not CEL here (column 14); remove it
          action == 'a' # b             | '#' is not CEL here (column 15); an expression has no comments; remove it, or put a text in quotes
          action == 'a' %               | the expression ends too early (column 16)
          100% == action                | unexpected '==' (column 6)
          (action == 'a'                | a ')' is missing (column 15)
          action == 'a' build           | unexpected 'build' (column 15)
          """)
  void aFaultSaysWhatToWrite(String condition, String fault) {
    assertThat(faults(condition), contains(fault));
  }

  @Test
  void aSingleBarSaysWhatToWrite() {
    assertThat(
        faults("true | action == '|'"), contains("'|' is not CEL here (column 6); write '||'"));
    assertThat(
        faults("action = 'a' && build = 'b' or true"),
        contains(
            "'=' is not CEL here (column 8); write '=='",
            "'=' is not CEL here (column 23); write '=='",
            "'or' is not CEL here (column 29); write '||'"));
  }

  @Test
  void aFieldMayHaveTheNameOfAWord() {
    ExpressionScope scope = ExpressionScope.of(Set.of("not", "is"), false);
    InvalidExpressionException e =
        assertThrows(
            InvalidExpressionException.class,
            () -> Expression.condition("not == 'a' && is.like = 'b'", scope));
    assertThat(e.faults(), contains("'=' is not CEL here (column 23); write '=='"));
  }

  @Test
  void percentSignsAreNotDoubled() {
    for (String text : List.of("action == 'a' and '50%' == build", "5 % == 'a'", "action % ")) {
      assertThat(String.join("", faults(text)), not(containsString("%%")));
      assertThat(String.join("", faults(text)), not(containsString("expecting")));
    }
  }

  @Test
  void allFaultsAreReportedTogether() {
    assertThat(
        faults("acton == 'a' && bild == 'b' && fop(1)"),
        contains(
            startsWith("unknown field or function 'acton' (column 1)"),
            startsWith("unknown field or function 'bild' (column 17)"),
            startsWith("unknown field or function 'fop' (column 35)")));
    InvalidExpressionException e =
        assertThrows(
            InvalidExpressionException.class, () -> Expression.value("acton + bild", SCOPE));
    assertThat(e.getMessage(), is(String.join("; ", e.faults())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'true'       | string
          1            | int
          1 + 2        | int
          [true]       | list
          size(action) | int
          null         | null_type
          """)
  void aConditionThatCannotBeTrueOrFalseIsRejected(String condition, String type) {
    assertThat(
        faults(condition),
        contains("a condition must be true or false, but this expression has the type " + type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1].map(x, x + 1) == [2]",
        "[1].filter(x, x > 0) == [1]",
        "tags.map(a, tags.map(b, tags)) == []"
      })
  void macrosThatCanProduceGigabytesAreRejected(String condition) {
    assertThat(faults(condition).isEmpty(), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "action ==",
        "action = 'a'",
        "action == 'a",
        "(action == 'a'",
        "action == 'a' or true",
        "if (true) { }",
        "while (true) {}",
        "java.lang.System.exit(1) == 1",
        "1 + 'a' == 2"
      })
  void aTextThatIsNotAnExpressionIsRejectedWithAMessage(String text) {
    assertThat(faults(text).isEmpty(), is(false));
    assertThat(faults(text).get(0), not(containsString("Exception")));
  }

  @Test
  void aTextThatIsTooLongOrTooDeepIsRejected() {
    assertThat(faults("true" + " && true".repeat(10_000)), hasSize(1));
    assertThat(faults("(".repeat(5_000) + "true" + ")".repeat(4_999)).isEmpty(), is(false));
  }

  @Test
  void onlyANameThatIsNearIsSuggested() {
    Set<String> names = Set.of("action", "build", "id");
    assertThat(NearestName.to("aktion", names), is("action"));
    assertThat(NearestName.to("ACTION", names), is("action"));
    assertThat(NearestName.to("timestamp", names), is(nullValue()));
    assertThat(NearestName.to("x", names), is(nullValue()));
    assertThat(NearestName.to("", names), is(nullValue()));
    assertThat(NearestName.to("ab", Set.of("aa", "bb")), is("aa"));
    assertThat(NearestName.to("a", Set.of()), is(nullValue()));
  }
}
