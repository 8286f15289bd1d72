package dev.sessionbeam.deliver.connect;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Undoes the escapes of JSON, HTML and URLs in texts of any kind. */
final class Escapes {
  private static final Pattern JSON = Pattern.compile("\\\\(?:u+([0-9a-fA-F]{4})|([/\"\\\\]))");
  private static final Pattern HTML =
      Pattern.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));?");
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9a-fA-F]{2})+");

  /** What undoes one kind each; twice, because escapes may have escapes. */
  static final List<UnaryOperator<String>> UNDO =
      List.of(
          Escapes::json,
          Escapes::html,
          Escapes::percent,
          Escapes::json,
          Escapes::html,
          Escapes::percent);

  private Escapes() {}

  /** Returns a text without escapes. */
  static String undoAll(String text) {
    String without = text;
    for (UnaryOperator<String> undo : UNDO) {
      without = undo.apply(without);
    }
    return without;
  }

  private static String json(String text) {
    return replace(
        JSON,
        text,
        found -> found.group(1) == null ? found.group(2) : character(found.group(1), 16));
  }

  private static String html(String text) {
    return replace(
        HTML,
        text,
        found ->
            found.group(1) != null
                ? character(found.group(1), 10)
                : found.group(2) != null ? character(found.group(2), 16) : named(found.group(3)));
  }

  private static String named(String name) {
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      default -> "'";
    };
  }

  private static String percent(String text) {
    return replace(
        PERCENT,
        text,
        found ->
            new String(
                HexFormat.of().parseHex(found.group().replace("%", "")), StandardCharsets.UTF_8));
  }

  private interface Undo {
    String apply(MatchResult found);
  }

  private static String replace(Pattern escape, String text, Undo undo) {
    return escape.matcher(text).replaceAll(found -> Matcher.quoteReplacement(undo.apply(found)));
  }

  private static String character(String number, int radix) {
    int code = Integer.parseInt(number, radix);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }
}
