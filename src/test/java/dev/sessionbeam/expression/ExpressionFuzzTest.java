package dev.sessionbeam.expression;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random expressions over hard values: each has faults, a value or none, and nothing is thrown.
 * {@code -Dfuzz.expressions=10000} sets their number, {@code -Dfuzz.seed=1} the first seed. The
 * seed of an expression is in the message of a failure.
 */
class ExpressionFuzzTest {
  private static final int EXPRESSIONS = Integer.getInteger("fuzz.expressions", 300);
  private static final int FIRST_SEED = Integer.getInteger("fuzz.seed", 1);
  private static final int RECORDS = 3;

  /** JSON writes a character in at most six, and an element has a comma, quotes or brackets. */
  private static final int MOST_JSON = 8 * Limits.MAX_SIZE;

  private int valid;
  private int values;

  @Test
  void eachExpressionHasFaultsAValueOrNone() throws Exception {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + EXPRESSIONS; seed++) {
      RandomExpressions random = new RandomExpressions(seed);
      String text = random.expression();
      try {
        evaluate(text, random);
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertThat("valid expressions", valid, is(greaterThan(EXPRESSIONS / 2)));
    assertThat("values", values, is(greaterThan(EXPRESSIONS / 4)));
  }

  private void evaluate(String text, RandomExpressions random) throws Exception {
    Expression expression;
    try {
      expression = Expression.value(text, RandomExpressions.SCOPE);
    } catch (InvalidExpressionException e) {
      assertThat(e.faults().isEmpty(), is(false));
      return;
    }
    valid++;
    for (int i = 0; i < RECORDS; i++) {
      JsonObject record = random.record();
      JsonValue value = expression.evaluate(record, Instant.EPOCH);
      Boolean result = expression.test(record, Instant.EPOCH);
      assertThat(String.valueOf(result), is(asCondition(value)));
      check(value);
    }
  }

  private void check(@Nullable JsonValue value) {
    if (value != null) {
      values++;
      String json = value.text();
      assertThat(json.length(), is(lessThanOrEqualTo(MOST_JSON)));
      JsonNode unused = value.toTree(); // It throws an exception if the value is not JSON.
    }
  }

  private static String asCondition(@Nullable JsonValue value) {
    String json = value == null ? "" : value.length() <= 5 ? value.text() : "";
    return json.equals("true") || json.equals("false") ? json : "null";
  }
}
