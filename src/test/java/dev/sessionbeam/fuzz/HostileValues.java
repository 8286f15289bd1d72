package dev.sessionbeam.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Values that programs misread: numbers, strings and times of every form, other types, deep and
 * large ones. Some of them are not JSON. The text is Latin-1: one character is one byte.
 */
final class HostileValues {
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "0e0",
    "-0e-400",
    "1.0",
    "1.50",
    "1e400",
    "-1e400",
    "1E-400",
    "1e+5",
    "2E2",
    "1e99999999999",
    "1e-99999999999",
    "1e2147483647",
    "1e-2147483648",
    "12345678901234567890",
    "-12345678901234567890",
    "123456789012345678901234567890.5",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "0.1000000000000000055",
    "4.9e-324",
    "2.2250738585072012e-308",
    "1.7976931348623157e308",
    "1.7976931348623159e308",
    "1486252800000.0",
    "1486252800000.5",
    "1.4862528e12",
    "1486252800",
    "1486252800000000",
    "946684799999",
    "946684800000",
    "4102444800000",
    "01486252800000",
    "-01",
    "00",
    "+1",
    "1.",
    ".5",
    "-",
    "-.5",
    "1e",
    "1e+",
    "0x10",
    "0b1",
    "1_000",
    "1,5",
    "1f",
    "1L",
    "NaN",
    "-NaN",
    "Infinity",
    "-Infinity",
    "\u00d9\u00a1\u00d9\u00a2", // Arabic digits
    "9".repeat(400),
    "-0." + "0".repeat(400) + "1",
    "1" + "0".repeat(1_100)
  };

  private static final String[] STRINGS = {
    "",
    " ",
    "\\t\\n ",
    "\\u00a0",
    "\u00e2\u0080\u0083", // an em space
    "\\u0000",
    "a\\u0000b",
    "\0",
    "\t",
    "\u007f",
    "\\ud800",
    "\\udc00\\ud800",
    "\\ud83d\\ude00",
    "\\uD83D\\u0041",
    "\\u00e9",
    "\u00c3\u00a9",
    "e\u00cc\u0081", // an e, and an accent that goes onto it
    "\u00f0\u009f\u0098\u0080",
    "\u00e2\u0080\u00a8", // a line separator
    "\u00ef\u00bb\u00bf",
    "\u00ef\u00bf\u00bf",
    "\u00ed\u00a0\u0080", // half of a surrogate pair as UTF-8
    "\u00c0\u0080",
    "\u00f4\u0090\u0080\u0080",
    "\u00f0\u009f",
    "\u0080",
    "\u00ff\u00fe",
    "\\/",
    "\\\\",
    "\\",
    "\\x41",
    "\\u12",
    "\\u12g4",
    "\\'",
    "\\\"",
    "\\\"}{\\\"",
    "}{",
    "}\r{",
    "]}[{",
    "{\\\"a\\\":1}",
    "\u00c4\u00b0", // a capital I with a dot, whose lower case has two characters
    "\u00c3\u009f",
    "\u00c5\u0089",
    "\u00ef\u00ac\u0080",
    "START",
    " start\\u2003",
    "\\u0073tart",
    "../../etc/passwd",
    "date=2017-02-05/x",
    "${jndi:ldap://127.0.0.1/a}",
    "%s%n%d",
    "=1+1",
    "__proto__",
    "null",
    "NaN",
    "1486252800000",
    "1.486252800123e12",
    "-0",
    "1e400",
    "9.0.",
    "9.0.4.",
    ".",
    "a".repeat(300),
    "\\u0061".repeat(300),
    "\u00f0\u009f\u0098\u0080".repeat(100)
  };

  private static final String[] TIMES = {
    "2017-02-05T00:00:00Z",
    "2017-02-05T00:00:00.123456789Z",
    "2017-02-05T24:00:00Z",
    "2017-02-05t00:00:00z",
    "2017-02-05 00:00:00 UTC",
    "2017-02-05 00:00:00.5 +01:00",
    "2017-02-05T00:00:00,5",
    "2017-02-05T00",
    "20170205T000000Z",
    "2017-02-05",
    "2017-036",
    "2017W057",
    "2017-W53-1",
    "2016-12-31T23:59:60Z",
    "2017-02-05T23:59:60Z",
    "2017-02-29T00:00:00Z",
    "2017-13-01T00:00:00Z",
    "2017-00-00T00:00:00Z",
    "2017-02-05T25:00:00Z",
    "2017-02-05T00:60:00Z",
    "2017-02-05T00:00:00+18:00",
    "2017-02-05T00:00:00-18:00",
    "2017-02-05T00:00:00+18:01",
    "2017-02-05T00:00:00-00:00",
    "2017-02-05T00:00:00+5",
    "2017-02-05T00:00:00Europe/Berlin",
    "2017-02-05T00:00:00[Europe/Berlin]",
    "1999-12-31T23:59:59.999999Z",
    "2000-01-01T00:00:00Z",
    "2026-12-31T23:59:59.999Z",
    "2100-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "+12017-02-05T00:00:00Z",
    "-2017-02-05T00:00:00Z",
    "2017-02-05T00:00:00." + "1".repeat(500) + "Z",
    " 2017-02-05T00:00:00Z",
    "Sun, 05 Feb 2017 00:00:00 GMT",
    "05.02.2017 00:00",
    "now"
  };

  private static final String[] OTHERS = {
    "true",
    "false",
    "null",
    "True",
    "nul",
    "{}",
    "[]",
    "[[]]",
    "[{}]",
    "[null]",
    "{\"\":{}}",
    "{\"a\":1,\"a\":2}",
    "{\"id\":{\"id\":[]}}",
    "[1,\"2\",{\"3\":null}]",
    "[1,]",
    "{,}",
    "{\"a\"}",
    "{a:1}",
    "{'a':1}",
    "[{\"id\":\"x\"},7,\"{}\",null]",
    "",
    "//",
    "/**/1"
  };

  private static final int JUST_DEEP_ENOUGH = 998;
  private static final int ABOUT_ONE_MIB = (1 << 20) - 300;

  private final SplittableRandom random;

  HostileValues(SplittableRandom random) {
    this.random = random;
  }

  /** Returns the bytes of a value. Few of them are deep, and very few are large. */
  byte[] next() {
    return text().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String text() {
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> pick(NUMBERS);
      case 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23 -> "\"" + pick(STRINGS) + "\"";
      case 24, 25, 26, 27, 28 -> "\"" + pick(TIMES) + "\"";
      case 29 -> "\"" + pick(NUMBERS) + "\"";
      case 30 -> "\"" + pick(STRINGS) + pick(STRINGS) + pick(STRINGS) + "\"";
      case 31 -> pick(NUMBERS) + pick(NUMBERS);
      case 32 -> random.nextInt(20) == 0 ? deep() : pick(OTHERS);
      case 33 -> random.nextInt(1_000) == 0 ? large() : pick(OTHERS);
      default -> pick(OTHERS);
    };
  }

  private String deep() {
    int levels = random.nextInt(50) == 0 ? 100_000 : JUST_DEEP_ENOUGH - 5 + random.nextInt(10);
    return random.nextBoolean()
        ? "[".repeat(levels) + "]".repeat(levels)
        : "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
  }

  private String large() {
    return switch (random.nextInt(5)) {
      case 0 -> "\"" + "y".repeat(ABOUT_ONE_MIB + random.nextInt(600)) + "\"";
      case 1 -> "\"" + "\\u0079".repeat(150_000) + "\"";
      case 2 -> "9".repeat(900_000);
      case 3 -> "[" + "0,".repeat(400_000) + "0]";
      default -> "\"" + "}".repeat(3 << 20) + "\"";
    };
  }

  private String pick(String[] texts) {
    return texts[random.nextInt(texts.length)];
  }
}
