package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A remembered result is never returned for other inputs. */
class ResultCacheTest {
  private static final ExpressionScope SCOPE = ExpressionScope.of(Set.of("a", "b"), true);
  private static final Instant INSTANT = Instant.parse("2017-02-05T00:59:59.999Z");

  private static JsonObject record(String json) throws Exception {
    return JsonObject.parse(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "string(a) + '|' + string(b)",
        "has(this.a)",
        "this",
        "a == b",
        "[a, b]",
        "instant.date() + string(a)",
        "instant.getHours()",
        "instant.getHours('Asia/Kathmandu')",
        "instant.getMinutes()",
        "instant.getMilliseconds()",
        "instant.rfc3339()",
        "instant.rfc3339() + instant.date()",
        "instant",
        "string(instant)",
        "[1, 2].exists(instant, instant == 2) && instant.getHours() == 0",
        "[1, 2].exists(a, a == 2)"
      })
  void anExpressionWithRememberedResultsAnswersLikeANewOne(String text) throws Exception {
    Expression old = Expression.value(text, SCOPE);
    List<String> records =
        List.of("{}", "{\"a\":1}", "{\"a\":1.0}", "{\"a\":\"1\"}", "{\"a\":null}", "{\"b\":1}");
    for (int i = 0; i < 12; i++) {
      for (String json : records) {
        Instant instant = INSTANT.plusMillis(i * 7_970_003L);
        JsonValue fresh = Expression.value(text, SCOPE).evaluate(record(json), instant);
        assertThat(
            json + " at " + instant,
            String.valueOf(old.evaluate(record(json), instant)),
            is(String.valueOf(fresh)));
      }
    }
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void moreInputsThanTheMemoHoldsDoNoHarm(@ForAll Random random) throws Exception {
    Expression old = Expression.value("string(a) + '|' + string(b)", SCOPE);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int a = random.nextInt(3_000);
      int b = random.nextInt(3);
      String text = String.valueOf(old.evaluate(record("{\"a\":" + a + ",\"b\":" + b + "}"), null));
      if (!text.equals("\"" + a + "|" + b + "\"")) {
        wrong.add(a + " and " + b + " gave " + text);
      }
    }
    assertThat(wrong, empty());
  }

  @Test
  void aRepeatedInputIsNotComputedAgain() throws Exception {
    List<String> computed = new ArrayList<>();
    ResultCache<String> memo =
        new ResultCache<>(
            new ExpressionInputs(
                List.of("a"), false, ExpressionInputs.Precision.NONE, false, false),
            (fields, instant) -> {
              computed.add(fields.toString());
              return "x";
            });
    memo.get(record("{\"a\":1,\"b\":1}"), null);
    memo.get(record("{\"a\":1,\"b\":2}"), null);
    memo.get(record("{\"a\":2}"), null);
    assertThat(computed, is(List.of("{\"a\":1,\"b\":1}", "{\"a\":2}")));
  }

  @Test
  void aLongInputIsNotKept() throws Exception {
    List<String> computed = new ArrayList<>();
    ResultCache<String> memo =
        new ResultCache<>(
            new ExpressionInputs(
                List.of("a"), false, ExpressionInputs.Precision.NONE, false, false),
            (fields, instant) -> {
              computed.add("");
              return "x";
            });
    String json = "{\"a\":\"" + "x".repeat(1000) + "\"}";
    memo.get(record(json), null);
    memo.get(record(json), null);
    assertThat(computed.size(), is(2));
  }
}
