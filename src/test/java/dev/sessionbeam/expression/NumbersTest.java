package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers keep their digits, and two different numbers are never equal. */
class NumbersTest {
  private static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("a", "b", "list", "lat", "gone"), false);

  /** Each is a different number. */
  private static final List<String> DIFFERENT =
      List.of(
          "-1e400",
          "-18446744073709551616",
          "-9223372036854775809",
          "-9223372036854775808",
          "-1.5",
          "0",
          "0.1",
          "0.10000000000000001",
          "1",
          "9007199254740992.0",
          "9007199254740993",
          "9007199254740993.5",
          "9223372036854775806",
          "9223372036854775807",
          "9223372036854775808",
          "12345678901234567890",
          "12345678901234567890.5",
          "12345678901234567891",
          "18446744073709551614",
          "18446744073709551615",
          "18446744073709551616",
          "18446744073709551617",
          "1e30",
          "1000000000000000000000000000001",
          "1e400",
          "1e401");

  private static JsonObject record(String a, String b) throws Exception {
    return JsonObject.parse(
        ("{\"a\":" + a + ",\"b\":" + b + ",\"list\":[0," + a + "]}").getBytes(UTF_8));
  }

  private static @Nullable String value(String expression, String a) throws Exception {
    JsonValue value = Expression.value(expression, SCOPE).evaluate(record(a, "1"), null);
    return value == null ? null : value.text();
  }

  private static @Nullable Boolean test(String condition, String a, String b) throws Exception {
    return Expression.condition(condition, SCOPE).test(record(a, b), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0",
        "1.0",
        "1.50",
        "1e2",
        "1E+2",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "12345678901234567890.0",
        "52.520008123456789012",
        "1e30",
        "1e400",
        "1e-400",
        "1e99999999999"
      })
  void aCopyHasTheDigitsOfTheRecord(String number) throws Exception {
    assertThat(value("a", number), is(number));
    assertThat(value("this.a", number), is(number));
    assertThat(value("this['a']", number), is(number));
    assertThat(value("list", number), is("[0," + number + "]"));
    assertThat(
        value("this", number), is("{\"a\":" + number + ",\"b\":1,\"list\":[0," + number + "]}"));
  }

  @Test
  void aNumberInsideOfAResultIsTheSameNumber() throws Exception {
    for (String number : DIFFERENT) {
      for (String expression :
          List.of("[a]", "[list[1]]", "[coalesce(gone, a)]", "[a == 2 ? 0 : a]")) {
        String list = String.valueOf(value(expression, number));
        BigDecimal copied = new BigDecimal(list.substring(1, list.length() - 1));
        assertThat(expression + " of " + number, copied.compareTo(new BigDecimal(number)), is(0));
      }
    }
  }

  @Test
  void stringHasTheNumberItself() throws Exception {
    for (String number : DIFFERENT) {
      String text = String.valueOf(value("string(a)", number)).replace("\"", "");
      assertThat(number, new BigDecimal(text).compareTo(new BigDecimal(number)), is(0));
      String ofElement = String.valueOf(value("string(list[1])", number)).replace("\"", "");
      assertThat(ofElement, is(text));
    }
    assertThat(value("string(a)", "1e99999999999"), is("\"1e99999999999\""));
    assertThat(value("string(a)", "18446744073709551616"), is("\"18446744073709551616\""));
  }

  @Test
  void numbersAreComparedExactly() throws Exception {
    for (int i = 0; i < DIFFERENT.size(); i++) {
      for (int j = 0; j < DIFFERENT.size(); j++) {
        String a = DIFFERENT.get(i);
        String b = DIFFERENT.get(j);
        String pair = a + " and " + b;
        assertThat(pair, test("a == b", a, b), is(i == j));
        assertThat(pair, test("a != b", a, b), is(i != j));
        assertThat(pair, test("b in list", a, b), is(i == j || b.equals("0")));
        assertThat(pair, test("[a] == [b]", a, b), is(i == j));
        assertThat(pair, test("{'k': a} == {'k': b}", a, b), is(i == j));
        assertThat(pair, test("a < b", a, b), is(i < j));
        assertThat(pair, test("a <= b", a, b), is(i <= j));
        assertThat(pair, test("a > b", a, b), is(i > j));
        assertThat(pair, test("a >= b", a, b), is(i >= j));
        assertThat(pair, test("string(a) == string(b)", a, b), is(i == j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          a == 18446744073709551615u      | 18446744073709551615   | true
          a == 18446744073709551615u      | 18446744073709551614   | false
          a == 1u                         | 1                      | true
          a == 1.0                        | 1                      | true
          a == 9007199254740993           | 9007199254740992.0     | false
          a == 9223372036854775807        | 9223372036854775807.0  | true
          a > 5                           | 18446744073709551616   | true
          5 < a                           | 18446744073709551616   | true
          a > 5.5                         | 18446744073709551616   | true
          a > 5u                          | 18446744073709551616   | true
          a < 0                           | -9223372036854775809   | true
          a > 52.5                        | 52.520008123456789012  | true
          a < 53                          | 52.520008123456789012  | true
          a > 1e300                       | 1e400                  | true
          a == a                          | 1e99999999999          | true
          a == 1                          | 1e99999999999          | -
          a > 1                           | 1e99999999999          | -
          a > 'x'                         | 1                      | -
          a > list                        | 1                      | -
          a == 'x'                        | 18446744073709551616   | false
          a == null                       | 18446744073709551616   | false
          a > 0.0 / (double(b) - 1.0)     | 1                      | false
          a in [1, 2.0, 3u]               | 2                      | true
          a in [1, 2.0, 3u]               | 3.0                    | true
          a in [1, 2.0, 3u]               | 4                      | false
          """)
  void aComparisonIsRightOrHasNoValue(String condition, String a, @Nullable Boolean result)
      throws Exception {
    assertThat(test(condition, a, "1"), is(result));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          a + 1u          | 18446744073709551614   | 18446744073709551615
          a + 1u          | 18446744073709551615   | -
          a + 1           | 18446744073709551615   | -
          a + 1           | 18446744073709551616   | -
          a + a           | 18446744073709551616   | -
          a * 1.0         | 18446744073709551616   | -
          a * 2.0         | 52.520008123456789012  | 105.04001624691358
          2.0 * a         | 52.520008123456789012  | 105.04001624691358
          a + a           | 52.520008123456789012  | 105.04001624691358
          a - 50.0        | 52.50000000000000001   | 2.5
          a / 2.0         | 52.50000000000000001   | 26.25
          -a              | 52.50000000000000001   | -52.5
          math.floor(a)   | 52.50000000000000001   | 52.0
          math.ceil(a)    | 52.50000000000000001   | 53.0
          math.round(a)   | 52.50000000000000001   | 53.0
          math.trunc(a)   | -52.50000000000000001  | -52.0
          math.abs(a)     | -52.50000000000000001  | 52.5
          math.sign(a)    | -52.50000000000000001  | -1.0
          double(a)       | 18446744073709551616   | 1.8446744073709552E19
          double(a)       | 1e400                  | -
          int(a)          | 52.520008123456789012  | 52
          int(a)          | -52.520008123456789012 | -52
          int(a)          | 9223372036854775808    | -
          int(a)          | 18446744073709551616   | -
          uint(a)         | 18446744073709551616   | -
          uint(a)         | 12345678901234567890.5 | 12345678901234567890
          uint(a)         | -1.00000000000000000001| -
          """)
  void arithmeticIsRightOrHasNoValue(String expression, String a, @Nullable String result)
      throws Exception {
    assertThat(value(expression, a), is(result));
  }
}
