package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions {@code coalesce} and {@code first}, and names with dots. */
class CoalesceTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("user", "n", "gone", "none", "blank", "big", "params"), true);
  private static final String RECORD =
      """
      {"user":{"id":"u1","none":null},"n":7,"none":null,"blank":" ","big":18446744073709551616,
       "client.ip":"10.0.0.1","a.b":{"c.d":1},
       "params":[{"key":"session","value":{"int_value":1710072000}},
                 5, null, [], {"value":{}}, {"key":null}, {"key":["page"]},
                 {"key":"page","value":{"string_value":"https://x.example/"}},
                 {"key":"page","value":{"string_value":"second"}},
                 {"key":12345678901234567890,"value":"big"},{"key":1,"value":"one"}]}
      """;

  private static @Nullable String evaluate(String expression) throws Exception {
    JsonObject record = JsonObject.parse(RECORD.getBytes(UTF_8));
    JsonValue value = Expression.value(expression, SCOPE).evaluate(record, Instant.EPOCH);
    return value == null ? null : value.text();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          coalesce(user.id, n)                              | "u1"
          coalesce(gone, n)                                 | 7
          coalesce(none, n)                                 | 7
          coalesce(gone.id, n)                              | 7
          coalesce(user.name, n)                            | 7
          coalesce(user.none, none, gone, n)                | 7
          coalesce(int(user.id), n)                         | 7
          coalesce(n, 1 / (n - 7))                          | 7
          coalesce(blank, n)                                | " "
          coalesce(n)                                       | 7
          coalesce(gone)                                    | null
          coalesce(gone, none)                              | null
          coalesce(gone, gone.id)                           | -
          coalesce(false, true)                             | false
          coalesce('', n)                                   | ""
          coalesce(gone, 'text', 5, true)                   | "text"
          coalesce(gone, big)                               | 18446744073709551616
          string(coalesce(gone, big))                       | "18446744073709551616"
          coalesce(gone, coalesce(none, n))                 | 7
          coalesce(coalesce(gone, none), n)                 | 7
          coalesce(coalesce(coalesce(gone, n), 1), 2)       | 7
          coalesce(gone, none, gone, none, gone, none, gone, n) | 7
          [1, 2].exists(x, coalesce(gone, x) == 2)          | true
          coalesce([1, 2].exists(x, x == 2), n)             | true
          coalesce(gone, n) + 1                             | 8
          coalesce(gone, instant.getHours())                | 0
          coalesce(gone, {'a': n})                          | {"a":7}
          """)
  void coalesceIsTheFirstArgumentThatHasAValueAndIsNotNull(
      String expression, @Nullable String value) throws Exception {
    assertThat(evaluate(expression), is(value));
  }

  @Test
  void coalesceTakes1To8Arguments() {
    InvalidExpressionException none =
        assertThrows(InvalidExpressionException.class, () -> Expression.value("coalesce()", SCOPE));
    assertThat(none.faults(), contains("coalesce() takes 1 to 8 arguments (column 9)"));
    assertThrows(
        InvalidExpressionException.class,
        () -> Expression.value("coalesce(n, n, n, n, n, n, n, n, n)", SCOPE));
  }

  @Test
  void coalesceCanBeACondition() throws Exception {
    JsonObject record = JsonObject.parse(RECORD.getBytes(UTF_8));
    Expression condition = Expression.condition("coalesce(gone, n == 7)", SCOPE);
    assertThat(condition.test(record, null), is(true));
  }

  @Test
  void deeplyNestedCallsAreRejectedOrComputed() throws Exception {
    assertThat(evaluate("coalesce(".repeat(30) + "n" + ", n)".repeat(30)), is("7"));
    String deep = "coalesce(".repeat(200) + "n" + ", n)".repeat(200);
    InvalidExpressionException e =
        assertThrows(InvalidExpressionException.class, () -> Expression.value(deep, SCOPE));
    assertThat(
        e.faults(),
        contains("the expression is nested too deeply: split it over more than one field"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          params.first('key', 'page').value.string_value    | "https://x.example/"
          params.first('key', 'session').value.int_value    | 1710072000
          params.first('key', 'nothing')                    | null
          params.first('key', 'nothing').value              | -
          coalesce(params.first('key', 'x').value, 'none')  | "none"
          params.first('nokey', 'page')                     | null
          params.first('key', 1).value                      | "one"
          params.first('key', 1.0).value                    | "one"
          params.first('key', 1u).value                     | "one"
          params.first('key', '1')                          | null
          params.first('key', 12345678901234567890u).value  | "big"
          params.first('key', 12345678901234567891u)        | null
          params.first('key', ['page']).key                 | ["page"]
          params.first('key', null)                         | {"key":null}
          params.first('value', {}).value                   | {}
          user.first('key', 'page')                         | -
          gone.first('key', 'page')                         | -
          n.first('key', 'page')                            | -
          [].first('key', 'page')                           | null
          [{'a': 1, 'b': 2}, {'a': 1}].first('a', 1)        | {"a":1,"b":2}
          size(params.first('key', 'page'))                 | 2
          """)
  void firstIsTheFirstObjectOfAListThatHasAValueUnderAKey(String expression, @Nullable String value)
      throws Exception {
    assertThat(evaluate(expression), is(value));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          this['client.ip']                | "10.0.0.1"
          this['client.ip'] + '!'          | "10.0.0.1!"
          this['a.b']['c.d']               | 1
          this['a.b']['c.d'] + 1           | 2
          'client.ip' in this              | true
          this['nothing.here']             | -
          coalesce(this['client.port'], 0) | 0
          """)
  void aNameWithADotIsReadFromTheWholeRecord(String expression, @Nullable String value)
      throws Exception {
    assertThat(evaluate(expression), is(value));
  }
}
