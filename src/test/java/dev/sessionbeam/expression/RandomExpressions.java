package dev.sessionbeam.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** Makes expressions of the dialect, and records with values that are hard to compute with. */
final class RandomExpressions {
  static final ExpressionScope SCOPE =
      ExpressionScope.of(Set.of("s", "t", "n", "m", "l", "o", "missing"), true);

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          " \\t\\u00a0 ",
          "a".repeat(60_000),
          "ab".repeat(5_000) + "c",
          "\\ud800",
          "x\\udc00\\ud83d\\ude00y",
          "\\ud83d\\ude00".repeat(2_000),
          "\\u0000",
          "\\\"\\\\\\n",
          "NaN",
          "-Infinity",
          "1e999",
          "9".repeat(5_000),
          "18446744073709551616",
          "(((",
          "((a{1000}){1000}){1000}",
          "(a*)*b",
          "2020-02-30T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "99999999999h",
          "Europe/Berlin",
          "%s%n${x}");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-0.0",
          "7",
          "-1",
          "0.1234567890123456789",
          "1.5",
          "4.9e-324",
          "1.7976931348623157e308",
          "1e400",
          "-1e400",
          "1e-400",
          "1e99999999999",
          "9007199254740993",
          "9223372036854775807",
          "-9223372036854775808",
          "9223372036854775808",
          "18446744073709551615",
          "18446744073709551616",
          "1" + "0".repeat(3_000),
          "0." + "3".repeat(3_000));

  private static final List<String> LISTS =
      List.of(
          "[]",
          "[null,true,\"a\",1,1.0,18446744073709551615,[],{}]",
          "[" + String.join(",", Collections.nCopies(20_000, "1")) + "]",
          "[" + String.join(",", Collections.nCopies(3_000, "\"text\"")) + "]",
          "[{\"key\":\"a\",\"value\":1},{\"key\":\"b\"},{\"key\":null},5]",
          "[".repeat(900) + "]".repeat(900));

  private static final List<String> OBJECTS =
      List.of(
          "{}",
          "{\"a\":1,\"a\":2,\"b.c\":{\"d\":null}}",
          "{\"\":\"\",\"1\":1,\"true\":true}",
          "{\"a\":".repeat(900) + "1" + "}".repeat(900));

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a record with one hard value in each field; sometimes of another type. */
  JsonObject record() throws JsonSyntaxException {
    String json =
        String.format(
            Locale.ROOT,
            "{\"s\":%s,\"t\":%s,\"n\":%s,\"m\":%s,\"l\":%s,\"o\":%s,\"x.y\":1}",
            value("\"" + pick(TEXTS) + "\""),
            value("\"" + pick(TEXTS) + "\""),
            value(pick(NUMBERS)),
            value(pick(NUMBERS)),
            value(pick(LISTS)),
            value(pick(OBJECTS)));
    return JsonObject.parse(json.getBytes(UTF_8));
  }

  private String value(String usual) {
    return switch (random.nextInt(20)) {
      case 0 -> "null";
      case 1 -> pick(NUMBERS);
      case 2 -> pick(LISTS);
      case 3 -> pick(OBJECTS);
      case 4 -> "true";
      default -> usual;
    };
  }

  /** Returns an expression. Most are valid; some have a fault that the check must find. */
  String expression() {
    int depth = 1 + random.nextInt(5);
    return switch (random.nextInt(5)) {
      case 0 -> condition(depth);
      case 1 -> number(depth);
      case 2 -> list(depth);
      case 3 -> any(depth);
      default -> text(depth);
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return pick("s", "t", "'a'", "''", "'x😀y'", "string(n)", "this.s", "o.a");
    }
    int d = depth - 1;
    return switch (random.nextInt(16)) {
      case 0 -> "(" + text(d) + " + " + text(d) + ")";
      case 1 -> text(d) + ".replace(" + text(d) + ", " + text(d) + ")";
      case 2 -> text(d) + ".replace(" + text(d) + ", " + text(d) + ", " + index() + ")";
      case 3 -> "[" + text(d) + ", " + text(d) + "].join(" + text(d) + ")";
      case 4 -> list(d) + ".join()";
      case 5 -> "string(" + any(d) + ")";
      case 6 -> text(d) + ".substring(" + index() + ")";
      case 7 -> text(d) + ".substring(" + index() + ", " + index() + ")";
      case 8 -> text(d) + ".charAt(" + index() + ")";
      case 9 -> text(d) + "." + pick("trim", "lowerAscii", "upperAscii") + "()";
      case 10 -> "coalesce(" + any(d) + ", " + text(d) + ", " + any(d) + ")";
      case 11 -> "(" + condition(d) + " ? " + text(d) + " : " + text(d) + ")";
      case 12 -> time(d) + "." + pick("rfc3339", "date") + "()";
      case 13 -> "string(bytes(" + text(d) + ") + bytes(" + text(d) + "))";
      case 14 -> "string(" + number(d) + ")";
      default -> text(d) + ".split(" + text(d) + ")[" + index() + "]";
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return pick(
          "n", "m", "7", "2.5", "18446744073709551615u", "9223372036854775807", "o.a", "-n");
    }
    int d = depth - 1;
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> "(" + number(d) + pick(" + ", " - ", " * ", " / ", " % ") + number(d) + ")";
      case 3 -> pick("int", "uint", "double") + "(" + any(d) + ")";
      case 4 -> "size(" + any(d) + ")";
      case 5 -> text(d) + "." + pick("indexOf", "lastIndexOf") + "(" + text(d) + ")";
      case 6 ->
          "math." + pick("abs", "floor", "ceil", "round", "sign", "sqrt") + "(" + number(d) + ")";
      case 7 -> "math." + pick("greatest", "least") + "(" + number(d) + ", " + number(d) + ")";
      case 8 -> "coalesce(" + number(d) + ", " + number(d) + ")";
      case 9 -> time(d) + "." + pick("getHours", "getDayOfYear", "isoDayOfWeek") + "()";
      case 10 -> time(d) + ".getHours(" + text(d) + ")";
      default -> "(" + condition(d) + " ? " + number(d) + " : " + number(d) + ")";
    };
  }

  private String condition(int depth) {
    if (depth == 0) {
      return pick("true", "n == m", "s == t", "has(this.s)", "has(o.a)", "missing == null");
    }
    int d = depth - 1;
    return switch (random.nextInt(12)) {
      case 0 -> "(" + any(d) + pick(" == ", " != ") + any(d) + ")";
      case 1 -> "(" + number(d) + pick(" < ", " <= ", " > ", " >= ") + number(d) + ")";
      case 2 -> "(" + any(d) + " in " + list(d) + ")";
      case 3 -> text(d) + "." + pick("contains", "startsWith", "endsWith") + "(" + text(d) + ")";
      case 4 -> text(d) + ".matches(" + text(d) + ")";
      case 5 -> "(" + condition(d) + pick(" && ", " || ") + condition(d) + ")";
      case 6 -> "!" + condition(d);
      case 7, 8 -> loop(list(d), d);
      case 9 -> "(" + time(d) + " < " + time(d) + ")";
      case 10 -> "type(" + any(d) + ") == type(" + any(d) + ")";
      default -> "(" + text(d) + " < " + text(d) + ")";
    };
  }

  private String loop(String range, int d) {
    String name = pick("x", "y", "s");
    String body = pick(name + " == ", name + " in ", "size(this) == ") + any(d);
    return range + "." + pick("all", "exists", "exists_one") + "(" + name + ", " + body + ")";
  }

  private String list(int depth) {
    if (depth == 0) {
      return pick("l", "[]", "[n, s]", "[1, 2.0, 3u]", "this.l", "[[l]]", "[o, o]");
    }
    int d = depth - 1;
    return switch (random.nextInt(5)) {
      case 0 -> "(" + list(d) + " + " + list(d) + ")";
      case 1 -> text(d) + ".split(" + text(d) + ")";
      case 2 -> text(d) + ".split(" + text(d) + ", " + index() + ")";
      case 3 -> "[" + any(d) + ", " + any(d) + ", " + any(d) + "]";
      default -> "[" + list(d) + "][0]";
    };
  }

  private String any(int depth) {
    if (depth == 0) {
      return pick("s", "n", "l", "o", "this", "instant", "null", "missing", "o.a", "this['x.y']");
    }
    int d = depth - 1;
    return switch (random.nextInt(8)) {
      case 0 -> text(d);
      case 1 -> number(d);
      case 2 -> condition(d);
      case 3 -> list(d) + ".first(" + text(d) + ", " + any(d) + ")";
      case 4 -> "{" + text(d) + ": " + any(d) + ", 'k': " + any(d) + "}";
      case 5 -> "dyn(" + any(d) + ")." + pick("a", "b", "value");
      case 6 -> list(d) + "[" + index() + "]";
      default -> "coalesce(" + any(d) + ", " + any(d) + ")";
    };
  }

  private String time(int depth) {
    int d = Math.max(0, depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> "timestamp(" + text(d) + ")";
      case 1 -> "timestamp(int(" + number(d) + "))";
      case 2 -> "(instant + duration(" + text(d) + "))";
      default -> "instant";
    };
  }

  private String index() {
    return pick("0", "1", "5", "100000", "n", "9223372036854775807", "int(m)");
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
