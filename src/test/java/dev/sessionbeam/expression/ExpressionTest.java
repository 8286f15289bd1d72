package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(
          Set.of("action", "build", "n", "big", "x", "flag", "list", "context", "gone"), true);
  private static final Instant INSTANT = Instant.parse("2017-02-05T07:08:09.123Z");
  private static final String RECORD =
      """
      {"action":"start","build":"9.0.4.1","n":7,"big":9223372036854775807,"x":1.5,"flag":true,
       "nothing":null,"list":[1,null,"a",2.5],"odd name":"o",
       "huge":12345678901234567890,"far":1e400,
       "context":{"page":{"path":"/home","depth":2},"tags":["a","b"],"none":null}}
      """;

  private static JsonObject event() throws JsonSyntaxException {
    return JsonObject.parse(RECORD.getBytes(UTF_8));
  }

  private static boolean holds(String condition) throws Exception {
    return Expression.condition(condition, SCOPE).holds(event(), INSTANT);
  }

  private static @Nullable String evaluate(String value) throws Exception {
    JsonValue result = Expression.value(value, SCOPE).evaluate(event(), INSTANT);
    return result == null ? null : result.text();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action == 'start'",
        "action != 'stop' && n > 6",
        "build.startsWith('9.0.') || gone == 'x'",
        "action in ['start', 'stop']",
        "flag",
        "!(n == 8)",
        "n == 7.0",
        "n >= 6.5 && x < 2",
        "big == 9223372036854775807",
        "action.matches('^st.*t$')",
        "gone == null",
        "context.none == null",
        "context.page.path == '/home'",
        "context['page']['depth'] == 2",
        "has(context.page) && !has(context.nowhere)",
        "has(this.action) && !has(this.gone)",
        "this.action == action",
        "this['odd name'] == 'o'",
        "this.nothing == null",
        "'a' in context.tags",
        "context.tags.exists(tag, tag == 'b')",
        "list[1] == null",
        "size(list) == 4",
        "this.huge > 1.2e19",
        "this.far > 1e300",
        "instant.getHours() == 7",
        "instant >= timestamp('2017-02-05T00:00:00Z')",
        "instant - duration('1h') < instant",
        "action.contains('tar') && action.endsWith('t') && size(action) == 5"
      })
  void aConditionHolds(String condition) throws Exception {
    assertThat(holds(condition), is(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "action == 'stop'",
        "gone == 'start'",
        "gone != null",
        "gone.startsWith('9')", // null has no such function
        "gone > 3",
        "n.startsWith('7')",
        "n + action == 'x'",
        "action", // a string
        "n",
        "gone",
        "context.nowhere.path == 'x'",
        "gone.path == 'x'",
        "list[9] == 1",
        "int(action) == 1",
        "1 / (n - 7) == 1",
        "big + 1 > 0", // beyond 64 bits
        "timestamp(action) < instant",
        "action.matches(build + '(')" // not a regular expression
      })
  void aConditionThatIsFalseOrCannotBeComputedDoesNotHold(String condition) throws Exception {
    assertThat(holds(condition), is(false));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          action                          | "start"
          'a"b\\n'                        | "a\\"b\\n"
          n                               | 7
          n + 1                           | 8
          -n                              | -7
          n / 2                           | 3
          x * 2.0                         | 3.0
          1.0 / 3.0                       | 0.3333333333333333
          big                             | 9223372036854775807
          flag                            | true
          gone                            | null
          null                            | null
          list                            | [1,null,"a",2.5]
          context.page                    | {"path":"/home","depth":2}
          [n, [flag], {'a': null}]        | [7,[true],{"a":null}]
          {'k': n, 'i': instant}          | {"k":7,"i":"2017-02-05T07:08:09.123Z"}
          {1: 'one', true: 'yes'}         | {"1":"one","true":"yes"}
          build.split('.')[0]             | "9"
          int(build.split('.')[0])        | 9
          uint(7)                         | 7
          18446744073709551615u           | 18446744073709551615
          string(n) + 'x'                 | "7x"
          double(n)                       | 7.0
          action.upperAscii()             | "START"
          action.substring(1, 3)          | "ta"
          action.replace('t', '')         | "sar"
          ['a', 'b'].join('-')            | "a-b"
          ' a '.trim()                    | "a"
          n > 5 ? 'many' : 'few'          | "many"
          math.greatest(n, 9)             | 9
          gone == null ? 'none' : gone    | "none"
          size(this) > 5                  | true
          instant                         | "2017-02-05T07:08:09.123Z"
          instant.rfc3339()               | "2017-02-05T07:08:09.123Z"
          instant.date()                  | "2017-02-05"
          instant.getHours()              | 7
          instant.isoDayOfWeek()          | 7
          instant.getDayOfWeek()          | 0
          instant.getMonth()              | 1
          instant.getHours('Asia/Tokyo')  | 16
          (instant + duration('1h')).rfc3339() | "2017-02-05T08:08:09.123Z"
          timestamp('2017-02-06T00:00:00+01:00').date() | "2017-02-05"
          (x - x) / (x - x)               | -
          x / (x - x)                     | -
          [1.0, x / (x - x)]              | -
          this.far                        | 1e400
          dyn(bytes(action))              | -
          dyn(type(n))                    | -
          dyn(instant - instant)          | -
          1 / (n - 7)                     | -
          big + 1                         | -
          int(action)                     | -
          gone.x                          | -
          n + action                      | -
          list[4]                         | -
          instant.getHours(action)        | -
          """)
  void aValueHasAJsonFormOrIsNull(String expression, @Nullable String json) throws Exception {
    assertThat(evaluate(expression), is(json));
  }

  @Test
  void aConditionThatIsNeitherTrueNorFalseHasNoResult() throws Exception {
    assertThat(Expression.condition("flag", SCOPE).test(event(), INSTANT), is(true));
    assertThat(Expression.condition("n == 8", SCOPE).test(event(), INSTANT), is(false));
    assertThat(Expression.condition("n", SCOPE).test(event(), INSTANT), is(nullValue()));
    assertThat(Expression.condition("gone > 3", SCOPE).test(event(), INSTANT), is(nullValue()));
  }

  @Test
  void anExpressionKnowsItsPlace() throws Exception {
    Expression value = Expression.value("n + 1", SCOPE);
    assertThat(value.place(), is(""));
    assertThat(SerializableUtils.clone(value.at("enrich.next")).place(), is("enrich.next"));
    assertThat(value.at("enrich.next").evaluate(event(), INSTANT), hasToString("8"));
  }

  @Test
  void aHalfSurrogateDoesNoHarm() throws Exception {
    JsonObject record = JsonObject.parse("{\"action\":\"\\ud800\"}".getBytes(UTF_8));
    JsonValue same = Expression.value("action + ''", SCOPE).evaluate(record, INSTANT);
    assertThat(same == null ? null : same.asString(), is("\uD800"));
    // A name with one would not be UTF-8.
    assertThat(Expression.value("{action: 1}", SCOPE).evaluate(record, INSTANT), is(nullValue()));
  }

  @Test
  void theDeepestValidRecordIsComputed() throws Exception {
    String deep = "{\"x\":" + "[".repeat(999) + "1" + "]".repeat(999) + "}";
    JsonObject record = JsonObject.parse(deep.getBytes(UTF_8));
    assertThat(Expression.condition("this.x == x", SCOPE).holds(record, INSTANT), is(true));
    assertThat(
        Expression.value("x", SCOPE).evaluate(record, INSTANT),
        hasToString("[".repeat(999) + "1" + "]".repeat(999)));
  }

  @Test
  void aRecordThatRulesMadeTooDeepDoesNoHarm() throws Exception {
    String deep = "{\"x\":" + "[".repeat(999) + "1" + "]".repeat(999) + "}";
    JsonObject record = JsonObject.parse(deep.getBytes(UTF_8));
    JsonValue all = Expression.value("this", SCOPE).evaluate(record, INSTANT);
    JsonObject deeper = all == null ? record : record.with(FieldPath.of("n"), all);
    assertThat(Expression.condition("size(this) == 9", SCOPE).holds(deeper, INSTANT), is(false));
    assertThat(Expression.condition("n == 9", SCOPE).holds(deeper, INSTANT), is(false));
    assertThat(Expression.value("[n]", SCOPE).evaluate(deeper, INSTANT), is(nullValue()));
  }

  @Test
  void anExpressionThatNeedsTheInstantHasNoValueWithoutIt() throws Exception {
    Expression hour = Expression.value("instant.getHours()", SCOPE);
    assertThat(hour.evaluate(event(), null), is(nullValue()));
  }

  @Test
  void anExpressionWorksAfterSerialization() throws Exception {
    Expression condition = Expression.condition("action == 'start' && n == 7", SCOPE);
    assertThat(condition.holds(event(), INSTANT), is(true));
    Expression sent = SerializableUtils.clone(condition);
    assertThat(sent.holds(event(), INSTANT), is(true));
    assertThat(sent, hasToString("action == 'start' && n == 7"));
    assertThat(sent.text(), is(condition.text()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          this['odd name'] + this['action']                | "ostart"
          this['odd name'] + this['action'] + '!'          | "ostart!"
          int(this['build'].split('.')[0]) + n             | 16
          double(this['context']['page']['depth']) * 1.5   | 3.0
          int(context['page'].path.replace('/home', '12')) | 12
          int(coalesce(gone, context)['page']['depth'])    | 2
          string(list[2]) + list[2]                        | "aa"
          list[0] + list[0]                                | 2
          -list[3]                                         | -2.5
          this['huge']                                     | 12345678901234567890
          """)
  void anElementOfAFieldMayHaveAnyType(String value, String expected) throws Exception {
    assertThat(evaluate(value), is(expected));
  }

  @Test
  void aTextInAFieldWithAnOddNameIsConverted() throws Exception {
    JsonObject event = JsonObject.parse("{\"sc-status\":\"404\"}".getBytes(UTF_8));
    assertThat(
        Expression.value("int(this['sc-status'])", SCOPE).evaluate(event, INSTANT),
        hasToString("404"));
    assertThat(
        Expression.condition("double(this['sc-status']) >= 400.0", SCOPE).holds(event, INSTANT),
        is(true));
  }
}
