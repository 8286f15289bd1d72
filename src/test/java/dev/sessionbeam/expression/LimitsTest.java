package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No record can use up the memory or the time of a run. */
class LimitsTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("s", "t", "numbers", "texts", "pattern", "n"), true);
  private static final JsonObject RECORD = record();

  /** A record of about 900 KB. */
  private static JsonObject record() {
    String texts = String.join(",", Collections.nCopies(9_000, "\"" + "x".repeat(10) + "\""));
    String numbers = String.join(",", Collections.nCopies(20_000, "1"));
    String json =
        String.format(
            Locale.ROOT,
            "{\"s\":\"%s\",\"t\":\"%s\",\"numbers\":[%s],\"texts\":[%s],\"pattern\":\"%s\",\"n\":7}",
            "a".repeat(500_000),
            "a".repeat(200_000) + "b",
            numbers,
            texts,
            "((a{1000}){1000}){1000}");
    try {
      return JsonObject.parse(json.getBytes(UTF_8));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable JsonValue value(String expression) throws Exception {
    return Expression.value(expression, SCOPE).evaluate(RECORD, Instant.EPOCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s.replace('a', s)",
        "s.replace('', s)",
        "s.replace('a', 'bbb')",
        "s.replace('a', s, 3)",
        "s + s + s",
        "[s + s, s + s].join('')",
        "texts.join(s)",
        "[s, s].join(t)",
        "s.split('')",
        "s.split('a')",
        "s.split('', 10001)",
        "numbers + numbers",
        "numbers + []",
        "size(bytes(s) + bytes(s) + bytes(s))",
        "[s, s, s]",
        "{'a': s, 'b': s, 'c': s}",
        "[[s, s], [s, s]]",
        "{s: s, s + 'x': s}",
        "[numbers, numbers, texts, texts, s, s]"
      })
  void aValueThatIsTooLargeIsNotMade(String expression) throws Exception {
    assertThat(value(expression), is(nullValue()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size(s + s)                   | 1000000
          size(s.replace('a', 'bb'))    | 1000000
          size(s.replace('a', ''))      | 0
          size(texts.join('-'))         | 98999
          size(s.split('', 10000))      | 10000
          size(texts + ['y'])           | 9001
          size(bytes(s) + bytes(s))     | 1000000
          size(s.upperAscii())          | 500000
          s.indexOf(t)                  | -1
          s.lastIndexOf(t)              | -1
          s.contains(t)                 | false
          size(s.replace(t, 'x'))       | 500000
          size(s.split(t))              | 1
          size(this)                    | 6
          numbers.exists(x, x == 1)     | true
          s.matches('^[ab]*c$')         | false
          """)
  void aLargeValueWithinTheLimitsIsMade(String expression, String result) throws Exception {
    JsonValue value = value(expression);
    assertThat(value == null ? null : value.text(), is(result));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numbers.exists(x, x == 2)",
        "texts.exists(x, texts.exists(y, y == 'z'))",
        "texts.all(x, texts.all(y, texts.all(z, x == y)))",
        "texts.exists(x, s.indexOf('b') > 3)",
        "texts.exists(x, s.contains(t))",
        "texts.exists(x, s.matches('^(a|b)*c$'))",
        "texts.exists(x, size(s + 'x') == 3)",
        "texts.exists(x, s + 'x' == s + 'y')",
        "texts.exists(x, 2 in numbers)",
        "texts.exists(x, [numbers] == [[1] + numbers])",
        "texts.exists(x, s.substring(1) == '')",
        "texts.exists(x, texts.first('k', 1) != null)",
        "s.matches(pattern)",
        "'a'.matches(pattern)"
      })
  void anEvaluationThatTakesTooLongHasNoValue(String expression) throws Exception {
    assertThat(value(expression), is(nullValue()));
  }

  @Test
  void theLimitsAreThoseOfOneEvaluation() throws Exception {
    Expression sizes = Expression.value("size(this) + size(s + s)", SCOPE);
    for (int i = 0; i < 20; i++) {
      JsonValue value = sizes.evaluate(RECORD, null);
      assertThat(value == null ? null : value.text(), is("1000006"));
    }
  }

  @Test
  void theWholeRecordIsReadOnceForAMacro() throws Exception {
    JsonValue value = value("texts.all(x, this.n == 7 && n == 7)");
    assertThat(value == null ? null : value.text(), is("true"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp(253402300800)",
        "timestamp(-62135596801)",
        "timestamp(n * 253402300800)",
        "timestamp(s)",
        "instant + duration('1000000000h')",
        "instant + duration('99999999999999999999h')",
        "instant + duration(s)",
        "timestamp('9999-12-31T23:59:59Z') + duration(string(n) + 's')",
        "timestamp(string(n))"
      })
  void aTimeBeyondTheYears1To9999HasNoValue(String expression) throws Exception {
    // Some are constant, and so are faults of the definition.
    try {
      assertThat(value(expression), is(nullValue()));
    } catch (InvalidExpressionException e) {
      assertThat(e.faults().get(0).startsWith("this never has a value: "), is(true));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          abc                     | 3
          a{10}                   | 11
          (ab){10}                | 31
          (a{10}){10}             | 120
          ((a{1000}){1000}){1000} | 1002002001
          a{2,30}                 | 31
          a{1000}b{1000}          | 2002
          [a-z]{5}                | 10
          \\{3}                   | 4
          a{x}                    | 4
          a{                      | 2
          (((                     | 3
          )))                     | 3
          a{99999999999}          | 2147483648
          x{1000}{1000}           | 1001001
          """)
  void theSizeOfARegularExpressionIsEstimatedBeforeItIsCompiled(String pattern, long least) {
    long size = RegexSize.of(pattern);
    assertThat(pattern + " has " + size, size >= least, is(true));
    assertThat(pattern + " has " + size, size <= 2 * least + 2, is(true));
  }
}
